using System.Text.Json;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>What the folder of a run of scores is to hold. A part's bytes follow from the plan and the part's number alone.</summary>
internal sealed record ScorePlan
{
    private const string CurrentFormat = "giqa-score-run";
    private const int CurrentVersion = 1;

    /// <summary>The kind of file.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Of this record.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The INPUTs, with full paths.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>As in a plan of features.</summary>
    public required string InputsHash { get; init; }

    /// <summary>The model file, with its full path.</summary>
    public required string Model { get; init; }

    /// <summary>The SHA-256 of the model file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>All items, those that will turn out unreadable included.</summary>
    public required int Items { get; init; }

    /// <summary>Items of a part; the last has what is left.</summary>
    public required int ChunkItems { get; init; }

    /// <summary>Whether images are turned as their EXIF orientation says.</summary>
    public required bool ApplyOrientation { get; init; }

    /// <summary>What becomes of transparency.</summary>
    public required AlphaMode Alpha { get; init; }

    /// <summary>The most pixels an image may have.</summary>
    public required long MaxPixels { get; init; }

    /// <summary>The most bytes an image file may have.</summary>
    public required long MaxFileBytes { get; init; }

    internal static string PathIn(string folder) => Path.Combine(folder, "score-plan.json");

    internal DecodeOptions Decoding() => new() { ApplyOrientation = ApplyOrientation, Alpha = Alpha, MaxPixels = MaxPixels, MaxFileBytes = MaxFileBytes };

    internal int Chunks() => (int)(((long)Items + ChunkItems - 1) / ChunkItems);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunsJson.Default.ScorePlan);

    /// <summary>Reads the plan of a folder.</summary>
    /// <exception cref="GiqaException">It is missing, damaged or of another version.</exception>
    internal static ScorePlan Read(string folder)
    {
        var path = PathIn(folder);
        try
        {
            var plan = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), RunsJson.Default.ScorePlan) ?? throw new JsonException("it is empty");
            return plan is { Format: CurrentFormat, Version: CurrentVersion, Items: > 0, ChunkItems: > 0 }
                ? plan
                : throw new GiqaException($"{path} is no plan of scores of version {CurrentVersion}, or damaged");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
