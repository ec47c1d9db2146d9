using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Features.Onnx;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>The record of an imported backbone, kept as <c>backbone.json</c> next to its <c>model.onnx</c>.</summary>
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

    /// <summary>The name of the output where none was named, and how many there are; null in records of earlier versions.</summary>
    public string? FirstOutput { get; init; }

    /// <summary>Whether the output is not float32 and is converted.</summary>
    public bool ConvertsOutput { get; init; }

    public FeaturePooling Pooling { get; init; }

    public int FeatureCount { get; init; }

    public required Preprocessing Preprocessing { get; init; }

    /// <summary>The features for the test picture at the time of the import.</summary>
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
    internal Backbone Open(string modelPath) => Open(() => LoadModel(modelPath));

    /// <summary>Makes the backbone from a model that has already been read.</summary>
    internal Backbone OpenModel(string path, byte[] model) => Open(() => Prepare(path, model));

    private Backbone Open(Func<byte[]> loadModel)
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
        return new Backbone(description, Sha256, loadModel);
    }

    internal string Summarize() => $"imported ONNX, output {OutputNode ?? FirstOutput ?? "the first"}";

    private byte[] LoadModel(string path)
    {
        var bytes = ReadFile(path);
        return Hash(bytes) == Sha256
            ? Prepare(path, bytes)
            : throw new ModelFileException($"{path} is not the file that was imported as {Name}: its SHA-256 differs. Import it again");
    }

    private byte[] Prepare(string path, byte[] model) => Adapt(path, SelectOutput(path, model, OutputNode), Preprocessing, ConvertsOutput);

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

    internal static byte[] SelectOutput(string path, byte[] model, string? output) => Edit(path, () => OnnxModelEditor.SelectOutput(model, output));

    /// <summary>Puts the cut network behind a float32 RGB input, as it is run.</summary>
    internal static byte[] Adapt(string path, byte[] cut, Preprocessing preprocessing, bool convertsOutput) => Edit(path, () =>
    {
        var inputs = OnnxSignature.Read(cut).Inputs;
        return inputs.Count == 1 ? OnnxAdapter.Adapt(cut, inputs[0], preprocessing, convertsOutput) : cut;
    });

    /// <summary>Reads or changes a model's bytes; errors name the file.</summary>
    internal static T Edit<T>(string path, Func<T> edit)
    {
        try
        {
            return edit();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"{path} cannot be used as an ONNX network: {e.Message}", e);
        }
    }
}

/// <summary>How records of imported backbones are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImportedBackbone))]
internal sealed partial class BackboneJson : JsonSerializerContext;
