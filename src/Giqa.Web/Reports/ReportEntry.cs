using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Web.Reports;

/// <summary>One input of a report: an image with its score, or with the reason why it has none.</summary>
/// <param name="Name">The image's name, unique within the report; shown literally, whatever characters it contains.</param>
/// <param name="Score">The raw score, higher is better, without a unit; null when there is none.</param>
/// <param name="Quality">The quality in 0..1, where .5 is as good as the median real image; null when there is none.</param>
/// <param name="Status"><c>ok</c>, or in kebab case why there is no score.</param>
/// <param name="Detail">One more line about the status, or null.</param>
/// <param name="Memorised">Whether the image is an exact copy of one that the model was fitted on.</param>
internal sealed record ReportEntry(string Name, double? Score, double? Quality, string Status, string? Detail = null, bool Memorised = false)
{
    /// <summary>What was measured for the image besides its score.</summary>
    /// <value>Default null: nothing was requested.</value>
    public ImageExtras? Extras { get; init; }

    /// <summary>The share of people who would prefer the image over the median one.</summary>
    /// <value>Default null: the model does not estimate it.</value>
    public PreferredShare? Preferred { get; init; }

    /// <summary>The set that the image belongs to, such as the model that made it.</summary>
    /// <value>Default empty: there is one set.</value>
    public string Set { get; init; } = string.Empty;

    /// <summary>The training iteration that the image was made at.</summary>
    /// <value>Default null: unknown.</value>
    public long? Iteration { get; init; }

    /// <summary>Whether the entry has both a score and a quality.</summary>
    public bool IsScored => Score is not null && Quality is not null;
}
