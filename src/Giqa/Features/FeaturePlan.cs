using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>What a folder of features will hold. A chunk's bytes depend only on the plan and the chunk's number.</summary>
internal sealed record FeaturePlan
{
    private const string CurrentFormat = "giqa-feature-folder";
    private const int CurrentVersion = 1;

    /// <summary>From here on a chunk has a power of two times this many items, so that there are at most some ten thousand chunks.</summary>
    private const int LeastChunkItems = 1024;

    private const int MostChunks = 10_000;

    /// <summary>The kind of file.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Of this record.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The INPUTs, with full paths.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The SHA-256 of what the inputs are: the names of all items, and the sizes and dates of the files that INPUTs name.</summary>
    public required string InputsHash { get; init; }

    /// <summary>All items, including unreadable ones.</summary>
    public required int Items { get; init; }

    /// <summary>Items per chunk; the last has the rest.</summary>
    public required int ChunkItems { get; init; }

    /// <summary>D, the length of a feature vector.</summary>
    public required int Columns { get; init; }

    /// <summary>The backbone's fingerprint; null if unknown.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The backbone's name; null if unknown.</summary>
    public string? Backbone { get; init; }

    /// <summary>The backbone's preset; null for its own.</summary>
    public string? Preset { get; init; }

    /// <summary>Whether images are turned according to their EXIF orientation.</summary>
    public required bool ApplyOrientation { get; init; }

    /// <summary>How transparency is handled.</summary>
    public required AlphaMode Alpha { get; init; }

    /// <summary>The most pixels an image may have.</summary>
    public required long MaxPixels { get; init; }

    /// <summary>The most bytes an image file may have.</summary>
    public required long MaxFileBytes { get; init; }

    /// <summary>How images are decoded.</summary>
    [JsonIgnore]
    internal DecodeOptions Decoding => new() { ApplyOrientation = ApplyOrientation, Alpha = Alpha, MaxPixels = MaxPixels, MaxFileBytes = MaxFileBytes };

    /// <summary>How many chunks there are.</summary>
    [JsonIgnore]
    public int Chunks => (int)(((long)Items + ChunkItems - 1) / ChunkItems);

    /// <summary>The items per chunk for a total number.</summary>
    internal static int ChunkItemsFor(int items)
    {
        var size = LeastChunkItems;
        while ((long)size * MostChunks < items)
        {
            size *= 2;
        }

        return size;
    }

    /// <summary>The plan of a folder that is to hold rows made of other features.</summary>
    internal static FeaturePlan OfRows(FeatureMatrix features, string hash) => new()
    {
        Inputs = [],
        InputsHash = hash,
        Items = features.Rows,
        ChunkItems = ChunkItemsFor(features.Rows),
        Columns = features.Columns,
        ApplyOrientation = true,
        Alpha = default,
        MaxPixels = 0,
        MaxFileBytes = 0,
    };

    internal static string PathIn(string folder) => Path.Combine(folder, "plan.json");

    /// <summary>The first item of a chunk.</summary>
    internal int StartOf(int chunk) => chunk * ChunkItems;

    /// <summary>How many items a chunk has.</summary>
    internal int CountOf(int chunk) => Math.Min(ChunkItems, Items - StartOf(chunk));

    /// <summary>Reads the plan of a folder.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged or of another version.</exception>
    internal static FeaturePlan Read(string folder)
    {
        var path = PathIn(folder);
        try
        {
            var plan = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), FeaturePlanJson.Default.FeaturePlan) ?? throw new JsonException("it is empty");
            return plan switch
            {
                { Format: not CurrentFormat } => throw new ModelFileException($"{path} is not a plan of features"),
                { Version: not CurrentVersion } => throw new ModelFileException($"{path} is of version {plan.Version}; this program reads version {CurrentVersion}"),
                { Items: < 1 } or { ChunkItems: < 1 } or { Columns: < 1 } => throw new ModelFileException($"{path} is damaged: it has no items, or none of a size"),
                _ => plan,
            };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ModelFileException($"{path} is damaged: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Writes the plan of a folder.</summary>
    internal void Write(string folder) => AtomicFile.Write(PathIn(folder), stream => stream.Write(ToBytes()));

    /// <summary>The plan as it is written; the same plan gives the same bytes.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FeaturePlanJson.Default.FeaturePlan);
}

/// <summary>How plans of features are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeaturePlan))]
internal sealed partial class FeaturePlanJson : JsonSerializerContext;
