using System.Text.Json.Serialization;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Scores;

/// <summary>The result for one image: its score and quality, or why there is none.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ImageScore
{
    /// <summary>The status of an image that has a score.</summary>
    public const string Ok = "ok";

    private const string MemorisedPrefix = "memorised: copy of ";

    /// <summary>The image's name within its input.</summary>
    public required string Image { get; init; }

    /// <summary>The model's raw score, unscaled; higher is better. Null when the image was skipped.</summary>
    public double? Score { get; init; }

    /// <summary>The uncertainty of <see cref="Score"/> as a standard deviation, if the model estimates it: a column <c>score_sd</c>.</summary>
    /// <value>Default null: not known.</value>
    [JsonPropertyName("score_sd")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ScoreDeviation { get; init; }

    /// <summary>The calibrated quality in (0, 1). Null when the image was skipped.</summary>
    public double? Quality { get; init; }

    /// <summary>The share of people who would prefer the image over the median one, if the model estimates it: a column <c>preferred</c>.</summary>
    /// <value>Default null: not known.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Preferred { get; init; }

    /// <summary>The lower end of the 95 % interval of <see cref="Preferred"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PreferredLow { get; init; }

    /// <summary>The upper end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PreferredHigh { get; init; }

    /// <summary><see cref="Ok"/>, or why there is no score, in kebab case, such as <c>truncated</c>.</summary>
    public required string Status { get; init; }

    /// <summary>More about the status, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The image that it was compared with; null for scores that need none.</summary>
    public string? Reference { get; init; }

    /// <summary>The image whose content it should keep, if known.</summary>
    public string? Source { get; init; }

    /// <summary>What was measured for the image besides its score.</summary>
    /// <value>Default null: nothing was requested.</value>
    [JsonInclude]
    internal ImageExtras? Extras { get; init; }

    /// <summary>Where the image is bad; files and tables of scores leave it out.</summary>
    /// <value>Default null: not requested, or the image was skipped.</value>
    [JsonIgnore]
    public QualityMap? Map { get; init; }

    /// <summary>Whether the image has a score.</summary>
    public bool IsScored => Status == Ok;

    /// <summary>Whether the image is a copy of one of the model's reference images: memorised, not merely good.</summary>
    public bool IsMemorised => IsScored && Detail is not null && Detail.StartsWith(MemorisedPrefix, StringComparison.Ordinal);

    /// <summary>A scored image.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="score">The raw score, finite.</param>
    /// <param name="quality">The quality, in (0, 1).</param>
    /// <param name="copyOf">The name of the reference image that it copies, or null.</param>
    public static ImageScore Scored(string image, double score, double quality, string? copyOf = null)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(score), false, nameof(score));
        return new() { Image = image, Score = score, Quality = quality, Status = Ok, Detail = copyOf is null ? null : MemorisedPrefix + copyOf };
    }

    /// <summary>An image without a score.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="fault">Why it has none.</param>
    /// <param name="detail">Details, or null.</param>
    public static ImageScore Skipped(string image, ImageFault fault, string? detail) =>
        new() { Image = image, Status = StatusOf(fault), Detail = detail };

    /// <summary>The <c>status</c> column's word for a fault: its name in kebab case.</summary>
    public static string StatusOf(ImageFault fault) =>
        string.Concat(fault.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
