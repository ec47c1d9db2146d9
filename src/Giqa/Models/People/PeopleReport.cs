using System.Globalization;
using System.Text.Json.Serialization;

namespace Giqa.Models;

/// <summary>From which judgements a model knows the shares of people who would prefer an image.</summary>
public sealed record PeopleReport
{
    /// <summary><c>pairs</c> or <c>opinions</c>.</summary>
    public required string Labels { get; init; }

    /// <summary>The file that they were read from; null where there was none.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Whether the model was learned from the same judgements: each was then foretold from others that share no image, and no group, with it.
    /// </summary>
    public bool AreOwn { get; init; }

    /// <summary>Judged pairs, or single opinions.</summary>
    public required int Judgements { get; init; }

    /// <summary>Images that were judged; the median image is that of these.</summary>
    public required int JudgedImages { get; init; }

    /// <summary>People who judged pairs; 1 where the file does not tell them apart, or holds opinions.</summary>
    public required int Observers { get; init; }

    /// <summary>Groups of images, such as prompts, whose judgements hang together; the number of judged images where each is a group of its own.</summary>
    public required int Groups { get; init; }

    /// <summary>How far one person's opinion lies from that of a row, as a standard deviation; null where rows were taken for single persons' opinions.</summary>
    public double? Spread { get; init; }

    /// <summary>The quality of the median image.</summary>
    public required double MedianQuality { get; init; }

    /// <summary>The share of an image in the middle of the worst tenth of the judged ones.</summary>
    public required PreferredShare WorstTenth { get; init; }

    /// <summary>The share of an image in the middle of the best tenth.</summary>
    public required PreferredShare BestTenth { get; init; }

    /// <summary>Whether the judgements show that the model's better images are preferred: an end's interval leaves out one half.</summary>
    [JsonIgnore]
    public bool IsInformative => WorstTenth.High < .5 || BestTenth.Low > .5;

    /// <summary>The judgements in words, such as <c>500 pairs of 300 images by 3 observers (labels.db)</c>.</summary>
    public string Describe()
    {
        var culture = CultureInfo.InvariantCulture;
        var groups = Groups < JudgedImages ? string.Create(culture, $" in {Groups:N0} groups") : string.Empty;
        var observers = Observers > 1 ? string.Create(culture, $" by {Observers:N0} observers") : string.Empty;
        var spread = Spread is { } deviation ? string.Create(culture, $", single opinions {deviation} from them") : string.Empty;
        return string.Create(culture, $"{Judgements:N0} {Labels} of {JudgedImages:N0} images{groups}{observers}{(Source is null ? string.Empty : $" ({Source})")}{spread}{(AreOwn ? ", each foretold from others" : string.Empty)}");
    }
}
