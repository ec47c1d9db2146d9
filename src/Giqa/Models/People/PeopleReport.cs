using System.Globalization;
using System.Text.Json.Serialization;

namespace Giqa.Models;

/// <summary>The judgements behind a model's shares of people who would prefer an image.</summary>
internal sealed record PeopleReport
{
    /// <summary><c>pairs</c> or <c>opinions</c>.</summary>
    public required string Labels { get; init; }

    /// <summary>The file that they were read from; null if there was none.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Whether the model was learned from the same judgements: each was then predicted from others that share no image, and no group, with it.
    /// </summary>
    public bool AreOwn { get; init; }

    /// <summary>Judged pairs, or single opinions.</summary>
    public required int Judgements { get; init; }

    /// <summary>Images that were judged; the median image is the median of these.</summary>
    public required int JudgedImages { get; init; }

    /// <summary>People who judged pairs; 1 if the file does not distinguish them, or holds opinions.</summary>
    public required int Observers { get; init; }

    /// <summary>Groups of images, such as prompts, whose judgements belong together; the number of judged images if each is its own group.</summary>
    public required int Groups { get; init; }

    /// <summary>The standard deviation of one person's opinion around that of a row; null if rows were taken as single persons' opinions.</summary>
    public double? Spread { get; init; }

    /// <summary>The quality of the median image.</summary>
    public required double MedianQuality { get; init; }

    /// <summary>The share of an image in the middle of the worst tenth of the judged ones.</summary>
    public required PreferredShare WorstTenth { get; init; }

    /// <summary>The share of an image in the middle of the best tenth.</summary>
    public required PreferredShare BestTenth { get; init; }

    /// <summary>Whether the judgements show that the model's better images are preferred: an end's interval excludes one half.</summary>
    [JsonIgnore]
    public bool IsInformative => WorstTenth.High < .5 || BestTenth.Low > .5;

    /// <summary>The judgements in words, such as <c>500 pairs of 300 images by 3 observers (labels.db)</c>.</summary>
    public string Describe()
    {
        var culture = CultureInfo.InvariantCulture;
        var groups = Groups < JudgedImages ? string.Create(culture, $" in {Groups:N0} groups") : string.Empty;
        var observers = Observers > 1 ? string.Create(culture, $" by {Observers:N0} observers") : string.Empty;
        var spread = Spread is { } deviation ? string.Create(culture, $", single opinions varying by {deviation}") : string.Empty;
        return string.Create(culture, $"{Judgements:N0} {Labels} of {JudgedImages:N0} images{groups}{observers}{(Source is null ? string.Empty : $" ({Source})")}{spread}{(AreOwn ? ", each predicted from others" : string.Empty)}");
    }
}
