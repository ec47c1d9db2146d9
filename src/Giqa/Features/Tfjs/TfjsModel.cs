using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Giqa.Features.Tfjs;

/// <summary>
/// A tfjs layers-model read from its files: <c>model.json</c> with binary shards, or both wrapped as JavaScript modules
/// (<c>model.min.js</c>, <c>group1-shard1of1.min.js</c> with base64 text), as the npm package nsfwjs ships them.
/// </summary>
internal sealed class TfjsModel
{
    private readonly Dictionary<string, TfjsTensor> _weights;

    private TfjsModel(IReadOnlyList<KerasLayer> layers, Dictionary<string, TfjsTensor> weights)
    {
        Layers = layers;
        _weights = weights;
    }

    /// <summary>The layers in the order in which they run.</summary>
    internal IReadOnlyList<KerasLayer> Layers { get; }

    /// <summary>A weight by name, such as <c>conv2d_1/kernel</c>.</summary>
    internal TfjsTensor Weight(string name) =>
        _weights.TryGetValue(name, out var tensor) ? tensor : throw new FormatException($"there is no weight {name}");

    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="GiqaException">A file is missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or not of this kind.</exception>
    internal static TfjsModel Load(string folder)
    {
        try
        {
            var root = ReadTopology(folder);
            var layers = root["modelTopology"]!["model_config"]!["config"]!["layers"]!.AsArray();
            var weights = new Dictionary<string, TfjsTensor>();
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

    private static void ReadGroup(JsonNode group, string folder, Dictionary<string, TfjsTensor> weights)
    {
        using var shards = new MemoryStream();
        foreach (var path in group["paths"]!.AsArray())
        {
            shards.Write(ReadShard(folder, path!.GetValue<string>()));
        }

        ReadOnlySpan<byte> rest = shards.GetBuffer().AsSpan(0, (int)shards.Length);
        foreach (var entry in group["weights"]!.AsArray())
        {
            var shape = entry!["shape"]!.AsArray().Select(size => (int)size!.GetValue<double>()).ToArray();
            var count = shape.Aggregate(1, (product, size) => checked(product * size));
            var values = new float[count];
            var used = ReadValues(rest, entry["quantization"], values);
            rest = rest[used..];
            weights[entry["name"]!.GetValue<string>()] = new TfjsTensor(shape, values);
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

    private static int ReadValues(ReadOnlySpan<byte> bytes, JsonNode? quantization, Span<float> values)
    {
        var type = quantization?["dtype"]?.GetValue<string>() ?? "float32";
        var size = type switch { "uint8" => 1, "uint16" => 2, "float32" => 4, _ => throw new FormatException($"weights of type {type} are not supported") };
        var used = checked(values.Length * size);
        if (used > bytes.Length)
        {
            throw new FormatException("the shards end before the manifest's weights do");
        }

        if (size == 4)
        {
            MemoryMarshal.Cast<byte, float>(bytes[..used]).CopyTo(values);
            return used;
        }

        var scale = quantization!["scale"]!.GetValue<double>();
        var minimum = quantization["min"]!.GetValue<double>();
        for (var i = 0; i < values.Length; i++)
        {
            var step = size == 1 ? bytes[i] : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
            values[i] = (float)((step * scale) + minimum);
        }

        return used;
    }
}
