using Giqa.Features;
using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>What a search among the real images' features found: the neighbours of the worst images, and near-copies.</summary>
internal sealed record NearestFindings
{
    /// <summary>
    /// A near-copy is nearer to a real image than this share of the reals' median nearest distance. Measured on
    /// Fashion-MNIST with the default backbone: none of 400 held-out images is that near to one of 2,000 others; nine in ten
    /// copies of changed brightness do.
    /// </summary>
    internal const double CopyShare = .4;

    private const int BlockRows = 1024;

    /// <summary>The nearest references of each of the worst images, nearest first.</summary>
    internal IReadOnlyDictionary<int, RealMatch[]> OfWorst { get; private init; } = new Dictionary<int, RealMatch[]>();

    /// <summary>Images within <see cref="CopyDistance"/> of a reference, the nearest first.</summary>
    internal (int Image, RealMatch Real)[] Copies { get; private init; } = [];

    /// <summary>The median distance between neighbouring references, or null if no search was possible.</summary>
    internal double? TypicalDistance { get; private init; }

    /// <summary>The distance within which an image is a near-copy, or null if not checked.</summary>
    internal double? CopyDistance { get; private init; }

    /// <summary>Groups of images that may be one another's copies, or null if not checked.</summary>
    internal IReadOnlyList<ReportDuplicates>? Duplicates { get; private init; }

    /// <summary>How many images were compared in search of copies; null when they all were.</summary>
    internal int? Checked { get; private init; }

    /// <summary>The references that a page will show.</summary>
    internal IEnumerable<int> Shown =>
        OfWorst.Values.SelectMany(matches => matches).Concat(Copies.Take(Components.NearCopies.Shown).Select(copy => copy.Real)).Select(match => match.Reference);

    internal static NearestFindings Search(QualityModel model, IReadOnlyList<ReportEntry> entries, ReportSelection selection, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        if (options.Features is not { } features || model.References.MedianNearestDistance(cancellationToken: cancellationToken) is not { } typical)
        {
            return new NearestFindings();
        }

        var limit = options.CopyChecks == 0 ? null : (double?)(typical * CopyShare);
        var scored = Ranking.WorstFirst(entries);
        var copies = Find(model, scored.TakeLast(options.CopyChecks), features, 1, cancellationToken)
            .Select(found => (found.Image, Real: found.Nearest[0]))
            .Where(copy => copy.Real.Distance <= limit)
            .OrderBy(copy => copy.Real.Distance);
        return new NearestFindings
        {
            TypicalDistance = typical,
            CopyDistance = limit,
            Checked = scored.Length > options.CopyChecks ? options.CopyChecks : null,
            Copies = [.. copies],
            Duplicates = limit is null ? null : DuplicateSearch.Find(model, scored.TakeLast(options.CopyChecks), features, limit.Value, cancellationToken),
            OfWorst = Find(model, selection.Worst, features, options.NearestReals, cancellationToken).ToDictionary(found => found.Image, found => found.Nearest),
        };
    }

    private static IEnumerable<(int Image, RealMatch[] Nearest)> Find(QualityModel model, IEnumerable<int> images, Func<int, float[]?> features, int neighbours, CancellationToken cancellationToken)
    {
        foreach (var block in images.Select(image => (Image: image, Values: features(image))).Where(query => query.Values is not null).Chunk(BlockRows))
        {
            var values = new float[block.Length * model.FeatureCount];
            for (var row = 0; row < block.Length; row++)
            {
                block[row].Values!.CopyTo(values, row * model.FeatureCount);
            }

            var table = model.FindNearest(new FeatureMatrix(block.Length, model.FeatureCount, values), neighbours, cancellationToken: cancellationToken);
            for (var row = 0; row < block.Length; row++)
            {
                yield return (block[row].Image, Matches(table, row));
            }
        }
    }

    private static RealMatch[] Matches(NeighbourTable table, int query) =>
        [.. Enumerable.Range(0, table.Neighbours).Select(k => new RealMatch(table.IndicesOf(query)[k], Math.Sqrt(table.SquaredDistancesOf(query)[k])))];
}

/// <summary>A reference of the model, by its number, and an image's distance from it.</summary>
internal readonly record struct RealMatch(int Reference, double Distance);
