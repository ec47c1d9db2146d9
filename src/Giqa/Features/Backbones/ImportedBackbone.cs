using System.Security.Cryptography;
using System.Text.Json;
using Giqa.Features.Onnx;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>The record of an imported backbone, kept as <c>backbone.json</c> beside its <c>model.onnx</c>.</summary>
internal sealed record ImportedBackbone
{
    internal const string RecordName = "backbone.json";
    internal const string ModelName = "model.onnx";
    private const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Name { get; init; }

    public required string Licence { get; init; }

    public required string Source { get; init; }

    /// <summary>The SHA-256 of the ONNX file.</summary>
    public required string Sha256 { get; init; }

    public string? OutputNode { get; init; }

    public FeaturePooling Pooling { get; init; }

    public int FeatureCount { get; init; }

    public required Preprocessing Preprocessing { get; init; }

    /// <summary>The features of the test picture at the time of the import.</summary>
    public required float[] SelfTest { get; init; }

    /// <summary>Reads the record in a backbone's folder.</summary>
    /// <exception cref="ModelFileException">It is damaged, or of another version.</exception>
    internal static ImportedBackbone Load(string folder)
    {
        var path = Path.Combine(folder, RecordName);
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackboneJson.Default.ImportedBackbone);
            return record is { Version: CurrentVersion, FeatureCount: > 0 }
                ? record
                : throw new ModelFileException($"{path} is of version {record?.Version}; this program reads version {CurrentVersion}. Import the backbone again");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"{path} cannot be read ({e.Message}); import the backbone again", e);
        }
    }

    internal void Save(string folder) =>
        AtomicFile.Write(Path.Combine(folder, RecordName), stream => JsonSerializer.Serialize(stream, this, BackboneJson.Default.ImportedBackbone));

    /// <summary>Makes the backbone; its ONNX file is read, and checked against the record, when it is used.</summary>
    internal Backbone Open(string modelPath)
    {
        var description = new BackboneDescription
        {
            Name = Name,
            Summary = Summarize(),
            Licence = Licence,
            Source = Source,
            FeatureCount = FeatureCount,
            Preprocessing = Preprocessing,
            Graph = $"onnx {OutputNode}",
            Pooling = Pooling,
        };
        return new Backbone(description, Sha256, () => LoadModel(modelPath));
    }

    internal string Summarize() => $"imported ONNX, output {OutputNode ?? "the first"}";

    private byte[] LoadModel(string path)
    {
        var bytes = ReadFile(path);
        return Hash(bytes) == Sha256
            ? SelectOutput(path, bytes, OutputNode)
            : throw new ModelFileException($"{path} is not the file that was imported as {Name}: its SHA-256 differs. Import it again");
    }

    internal static byte[] ReadFile(string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    internal static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    internal static byte[] SelectOutput(string path, byte[] model, string? output)
    {
        try
        {
            return OnnxModelEditor.SelectOutput(model, output);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"{path} cannot be used as an ONNX network: {e.Message}", e);
        }
    }
}
