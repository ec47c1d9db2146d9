using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Giqa.WeightMaker;

/// <summary>
/// A tfjs layers-model read from its files: <c>model.json</c> with binary shards, or both wrapped as JavaScript modules
/// (<c>model.min.js</c>, <c>group1-shard1of1.min.js</c> with base64 text), as the npm package nsfwjs ships them.
/// </summary>
internal sealed class TfjsModel
{
    private readonly Dictionary<string, TfjsWeight> _weights;

    private TfjsModel(IReadOnlyList<KerasLayer> layers, Dictionary<string, TfjsWeight> weights)
    {
        Layers = layers;
        _weights = weights;
    }

    /// <summary>The layers in the order in which they run.</summary>
    internal IReadOnlyList<KerasLayer> Layers { get; }

    /// <summary>A weight by name, such as <c>conv2d_1/kernel</c>.</summary>
    internal TfjsWeight Weight(string name) =>
        _weights.TryGetValue(name, out var weight) ? weight : throw new FormatException($"there is no weight {name}");

    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="GiqaException">A file is missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or not of this kind.</exception>
    internal static TfjsModel Load(string folder)
    {
        try
        {
            var root = ReadTopology(folder);
            var layers = root["modelTopology"]!["model_config"]!["config"]!["layers"]!.AsArray();
            var weights = new Dictionary<string, TfjsWeight>();
            foreach (var group in root["weightsManifest"]!.AsArray())
            {
                ReadGroup(group!, folder, weights);
            }

            return new TfjsModel([.. layers.Select(layer => new KerasLayer(layer!))], weights);
        }
        catch (Exception e) when (e is FormatException or NullReferenceException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw new ModelFileException($"{folder} holds no tfjs layers-model that can be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read the weights in {folder}: {e.Message}", e);
        }
    }

    /// <summary>The SHA-256 over all the model's files, in the order of their names.</summary>
    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="GiqaException">The folder cannot be read, or is empty.</exception>
    internal static string Hash(string folder)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList();
            foreach (var file in files)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }

            return files.Count > 0
                ? Convert.ToHexStringLower(hash.GetHashAndReset())
                : throw new GiqaException($"there are no weights in {folder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read the weights in {folder}: {e.Message}", e);
        }
    }

    private static JsonNode ReadTopology(string folder)
    {
        var module = Path.Combine(folder, "model.min.js");
        var path = File.Exists(module) ? module : Path.Combine(folder, "model.json");
        return JavaScriptLiteral.ReadExport(File.ReadAllText(path)) ?? throw new FormatException("the model is null");
    }

    private static void ReadGroup(JsonNode group, string folder, Dictionary<string, TfjsWeight> weights)
    {
        using var shards = new MemoryStream();
        foreach (var path in group["paths"]!.AsArray())
        {
            shards.Write(ReadShard(folder, path!.GetValue<string>()));
        }

        ReadOnlyMemory<byte> rest = shards.GetBuffer().AsMemory(0, (int)shards.Length);
        foreach (var entry in group["weights"]!.AsArray())
        {
            var weight = TfjsWeight.Read(entry!, rest);
            rest = rest[weight.ByteCount..];
            weights[entry!["name"]!.GetValue<string>()] = weight;
        }

        if (rest.Length > 0)
        {
            throw new FormatException($"the shards hold {rest.Length} bytes more than the manifest lists");
        }
    }

    private static byte[] ReadShard(string folder, string path)
    {
        // The name comes from the model's file: it must not lead out of the folder.
        var name = Path.GetFileName(path);
        var module = Path.Combine(folder, name + ".min.js");
        return File.Exists(module)
            ? Convert.FromBase64String(JavaScriptLiteral.ReadExportedText(File.ReadAllText(module, Encoding.Latin1)))
            : File.ReadAllBytes(Path.Combine(folder, name));
    }
}
