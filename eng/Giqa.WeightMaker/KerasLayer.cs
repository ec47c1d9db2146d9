using System.Text.Json.Nodes;

namespace Giqa.WeightMaker;

/// <summary>One layer of a Keras functional model.</summary>
internal sealed class KerasLayer
{
    private readonly JsonNode _settings;

    internal KerasLayer(JsonNode layer)
    {
        _settings = layer["config"] ?? throw new FormatException("a layer has no config");
        Kind = layer["class_name"]?.GetValue<string>() ?? throw new FormatException("a layer has no class_name");
        Name = Text("name");
        var calls = layer["inbound_nodes"]?.AsArray() ?? [];
        if (calls.Count > 1)
        {
            throw new FormatException($"layer {Name} is used {calls.Count} times; shared layers are not supported");
        }

        Inputs = calls.Count == 0 ? [] : [.. calls[0]!.AsArray().Select(input => input![0]!.GetValue<string>())];
    }

    internal string Name { get; }

    internal string Kind { get; }

    /// <summary>The names of the layers whose outputs this one takes.</summary>
    internal string[] Inputs { get; }

    internal bool Has(string setting) => _settings[setting] is not null;

    internal string Text(string setting) => Require(setting).GetValue<string>();

    internal bool Flag(string setting) => Require(setting).GetValue<bool>();

    internal double Number(string setting) => Require(setting).GetValue<double>();

    /// <summary>A list of whole numbers, nested lists flattened.</summary>
    internal long[] Integers(string setting) => [.. Flatten(Require(setting))];

    private static IEnumerable<long> Flatten(JsonNode node) => node is JsonArray array
        ? array.SelectMany(item => Flatten(item!))
        : [(long)node.GetValue<double>()];

    private JsonNode Require(string setting) =>
        _settings[setting] ?? throw new FormatException($"layer {Name} has no {setting}");
}
