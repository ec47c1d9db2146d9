using Giqa.Scores;
using Giqa.Web.Pairs.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Pairs;

/// <summary>All that the page about images and their references shows.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record PairReport
{
    /// <summary>The page's heading: what was scored.</summary>
    public required string Title { get; init; }

    /// <summary>Every pair, in the order of the table.</summary>
    public required IReadOnlyList<ImageScore> Scores { get; init; }

    /// <summary>References with their results, in the order of their first appearance in the table; perhaps not all.</summary>
    public required IReadOnlyList<PairReportGroup> Groups { get; init; }

    /// <summary>How many groups there are, shown or not.</summary>
    public required int AllGroups { get; init; }

    /// <summary>How the numbers were made, in the order in which the page lists it.</summary>
    public required IReadOnlyList<ReportFact> Provenance { get; init; }

    /// <summary>What a score means here, in a sentence or two.</summary>
    public required string Meaning { get; init; }

    /// <summary>What a reader must know before trusting the numbers, one line each.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The most rows of the table of scores; the page says when it leaves rows out.</summary>
    /// <value>Default 2,000, at least 2.</value>
    public int TableRows { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(TableRows), value, "must be at least 2"); } = 2000;

    /// <summary>Writes the page in UTF-8 as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken = default) =>
        StaticPage.WriteAsync<PairDocument>(new ServiceCollection().AddCascadingValue(_ => this), destination, cancellationToken);
}

/// <summary>The results for one reference, or for one reference and source.</summary>
/// <param name="Reference">The reference and its picture.</param>
/// <param name="Source">The source of all the results; null when there is none, or when every result has its own.</param>
/// <param name="Results">The results that are shown, best first.</param>
/// <param name="Count">How many results have a score, shown or not.</param>
/// <param name="Mean">Their mean score.</param>
internal sealed record PairReportGroup(PairPicture Reference, PairPicture? Source, IReadOnlyList<PairReportResult> Results, int Count, double Mean);

/// <summary>One result of a group.</summary>
/// <param name="Rank">Its rank among the group's results, from 1.</param>
/// <param name="Image">The result and its picture.</param>
/// <param name="Score">Its score against the group's reference.</param>
/// <param name="Share">The score as the share of a full bar, 0 to 1.</param>
/// <param name="Source">Its own source; null when there is none, or when the group shows it.</param>
internal sealed record PairReportResult(int Rank, PairPicture Image, double Score, double Share, PairPicture? Source = null);
