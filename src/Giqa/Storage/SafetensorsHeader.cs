using System.Text.Json;

namespace Giqa.Storage;

/// <summary>The parsed header of a safetensors file.</summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, SafetensorsEntry> Entries)
{
    internal const string MetadataKey = "__metadata__";

    /// <summary>Parses the header's JSON and checks every tensor against the length of the data after it.</summary>
    internal static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFileException("its header is not a JSON object");
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var name = property.Name;
            try
            {
                if (name == MetadataKey)
                {
                    foreach (var item in property.Value.EnumerateObject())
                    {
                        metadata[item.Name] = item.Value.GetString() ?? string.Empty;
                    }
                }
                else
                {
                    entries[name] = ParseEntry(property, dataLength);
                }
            }
            catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new ModelFileException($"its header's entry '{name}' cannot be understood", e);
            }
        }

        return new SafetensorsHeader(metadata, entries);
    }

    private static SafetensorsEntry ParseEntry(JsonProperty property, long dataLength)
    {
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var type = property.Value.GetProperty("dtype").GetString() ?? string.Empty;
        if (offsets.Length != 2 || shape.Any(axis => axis < 0))
        {
            throw new ModelFileException($"the tensor '{property.Name}' has no valid shape or position");
        }

        var entry = new SafetensorsEntry(property.Name, type, shape, offsets[0], offsets[1]);
        if (entry.Start < 0 || entry.End > dataLength || entry.End - entry.Start != checked(entry.Count * SafetensorsEntry.SizeOf(type)))
        {
            throw new ModelFileException($"the tensor '{property.Name}' announces bytes {entry.Start} to {entry.End} of {dataLength}: the file is truncated or damaged");
        }

        return entry;
    }
}
