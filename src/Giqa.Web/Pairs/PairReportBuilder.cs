using Giqa.Images.Pairs;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Web.Pairs;

/// <summary>Makes the page about pairs from their scores and their images.</summary>
/// <remarks>
/// Results are grouped by reference; if one source was rendered in one style several times, by reference and source. Safe to call from several threads at once.
/// </remarks>
internal static class PairReportBuilder
{
    /// <summary>Ranks the results of each reference and makes the thumbnails.</summary>
    /// <param name="scores">One per pair, in the order of <paramref name="pairs"/>.</param>
    /// <param name="pairs">Open until this returns.</param>
    /// <param name="model">The model that gave the scores; null for a measure.</param>
    /// <param name="measure">The measure's name; null for a model.</param>
    /// <param name="options">Heading, limits, further facts.</param>
    /// <param name="cancellationToken">Checked per picture.</param>
    /// <exception cref="ArgumentException">There is not exactly one score per pair.</exception>
    public static PairReport Build(IReadOnlyList<ImageScore> scores, ReferencePairs pairs, PairModel? model, string? measure, PairReportOptions options, CancellationToken cancellationToken = default)
    {
        if (scores.Count != pairs.Items.Count)
        {
            throw new ArgumentException($"there are {scores.Count} scores of {pairs.Items.Count} pairs", nameof(scores));
        }

        var groups = Group(scores, out var bySource);
        var shown = groups.Take(options.Groups).Select(group => Choose(group, options.Results)).ToArray();
        int[] places = [.. shown.SelectMany(group => group.Shown.Select(entry => entry.Pair))];
        var pictures = PairPictures.Make(pairs, places, options, cancellationToken);
        var bar = Scale(scores);
        return new PairReport
        {
            Title = options.Title,
            Scores = scores,
            Groups = [.. shown.Select(group => Describe(group.All, group.Shown, scores, pictures, bySource, bar))],
            AllGroups = groups.Count,
            Provenance = [.. options.Facts, .. PairFacts.Of(model)],
            Meaning = PairFacts.MeaningOf(model, measure),
            TableRows = options.TableRows,
        };
    }

    /// <summary>The pairs with a score, best first, by reference; also by source if a source occurs several times with a reference.</summary>
    private static List<int[]> Group(IReadOnlyList<ImageScore> scores, out bool bySource)
    {
        int[] scored = [.. Enumerable.Range(0, scores.Count).Where(i => scores[i].IsScored && scores[i].Score is not null)];
        var pairs = scored.Where(i => scores[i].Source is not null).GroupBy(i => (scores[i].Reference, scores[i].Source));
        var split = bySource = pairs.Any(pair => pair.Skip(1).Any());
        return
        [
            .. scored.GroupBy(i => (scores[i].Reference, Source: split ? scores[i].Source : null))
                .Select(group => group.OrderByDescending(i => scores[i].Score).ToArray()),
        ];
    }

    private static (int[] All, (int Rank, int Pair)[] Shown) Choose(int[] group, int most)
    {
        var (count, best) = (Math.Min(group.Length, most), Math.Min(group.Length, most) - (Math.Min(group.Length, most) / 2));
        return (group, [.. Enumerable.Range(0, count).Select(row => row < best ? row : group.Length - count + row).Select(place => (place + 1, group[place]))]);
    }

    private static PairReportGroup Describe(int[] all, (int Rank, int Pair)[] shown, IReadOnlyList<ImageScore> scores, PairPictures pictures, bool bySource, Func<double, double> bar) => new(
        pictures.Reference(all[0]),
        bySource ? pictures.Source(all[0]) : null,
        [.. shown.Select(entry => new PairReportResult(entry.Rank, pictures.Image(entry.Pair), scores[entry.Pair].Score!.Value, bar(scores[entry.Pair].Score!.Value), bySource ? null : pictures.Source(entry.Pair)))],
        all.Length,
        all.Average(pair => scores[pair].Score!.Value));

    /// <summary>A quality is the share of a bar directly; a measure's score is scaled to the range of all scores.</summary>
    private static Func<double, double> Scale(IReadOnlyList<ImageScore> scores)
    {
        double[] values = [.. scores.Select(score => score.Score).OfType<double>()];
        if (values.Length == 0 || scores.Any(score => score.Quality is not null))
        {
            return score => Math.Clamp(score, 0, 1);
        }

        var (least, range) = (values.Min(), values.Max() - values.Min());
        return score => range > 0 ? (score - least) / range : 1;
    }
}
