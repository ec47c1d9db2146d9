using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;

namespace Giqa.Web.Live;

/// <summary>FID and DS of sets and snapshots against the real images, computed when a set has stopped growing.</summary>
internal sealed class LiveComparison(LiveOptions options, LiveModels models)
{
    private const int FewestImages = 8;

    private readonly Dictionary<(int Set, long? Iteration), int> _seen = [];
    private FeatureSet? _real;

    /// <summary>Reads the real images, the first time only.</summary>
    internal async Task PrepareAsync(LiveGallery gallery, CancellationToken cancellationToken)
    {
        if (options.Real is null || _real is not null)
        {
            return;
        }

        using var source = ImageInput.Open(options.Real, options.Decoding);
        var backbone = models.Comparing();
        var (items, rows) = (new List<FeatureItem>(), new List<float[]>());
        await foreach (var item in backbone.ExtractAsync(source, options.Cache, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            items.Add(new FeatureItem(item.Name, item.Fault, item.Detail));
            rows.AddRange(item.Values is null ? [] : [item.Values]);
            if (items.Count % 64 == 0)
            {
                gallery.Tell("reading the real images", items.Count, source.Count);
            }
        }

        _real = SetOf(backbone.Backbone, items, rows);
    }

    /// <summary>Measures the sets and snapshots that have grown since they were measured, but not since the last call.</summary>
    internal void Measure(LiveGallery gallery, CancellationToken cancellationToken)
    {
        if (_real is null)
        {
            return;
        }

        var backbone = models.Comparing().Backbone;
        var figures = gallery.Figures.ToDictionary(figure => (figure.Set, figure.Iteration), figure => figure.Images);
        var groups = gallery.Select(entry => entry.Features.ContainsKey(backbone.Fingerprint)).GroupBy(entry => (entry.Set, entry.Iteration)).OrderBy(group => group.Key.Iteration);
        foreach (var group in groups.Select(group => (group.Key, Entries: group.ToList())))
        {
            var isAtRest = _seen.TryGetValue(group.Key, out var before) && before == group.Entries.Count;
            _seen[group.Key] = group.Entries.Count;
            if (isAtRest && group.Entries.Count >= FewestImages && figures.GetValueOrDefault(group.Key) != group.Entries.Count)
            {
                gallery.Tell($"comparing {gallery.Sets[group.Key.Set]}{(group.Key.Iteration is { } iteration ? $" at {iteration}" : "")} with the real images", 0, 0);
                gallery.SetFigure(Measure(group.Key, group.Entries, backbone, cancellationToken));
            }
        }
    }

    private LiveFigure Measure((int Set, long? Iteration) key, List<LiveEntry> entries, Backbone backbone, CancellationToken cancellationToken)
    {
        var set = SetOf(backbone, [.. entries.Select(entry => new FeatureItem(entry.Name, null, null))], [.. entries.Select(entry => entry.Features[backbone.Fingerprint])]);
        var settings = new ComparisonOptions
        {
            Metrics = ComparisonMetrics.DiversityScore | ComparisonMetrics.Frechet,
            Spread = false,
            Extrapolate = false,
            Threads = options.Running.Extraction.Threads,
        };
        try
        {
            var report = Comparison.Run(_real!, [new ComparisonInput("set", set)], settings, cancellationToken: cancellationToken);
            var figures = report.Results[0].Figures;
            return new LiveFigure(key.Set, key.Iteration, entries.Count, figures.Fid, figures.Ds, report.Warnings is [var first, ..] ? first : null);
        }
        catch (GiqaException e)
        {
            return new LiveFigure(key.Set, key.Iteration, entries.Count, null, null, e.Message);
        }
    }

    private static FeatureSet SetOf(Backbone backbone, List<FeatureItem> items, List<float[]> rows) =>
        new(new FeatureMatrix(rows.Count, backbone.FeatureCount, [.. rows.SelectMany(row => row)]), items, FeatureProvenance.Of(backbone));
}

/// <summary>FID and DS of a set, or of one snapshot in it.</summary>
/// <param name="Set">The set's number.</param>
/// <param name="Iteration">The snapshot's iteration; null for the whole set.</param>
/// <param name="Images">How many images it is based on.</param>
/// <param name="Fid">FID, if there are enough images.</param>
/// <param name="Ds">DS, if there are enough images.</param>
/// <param name="Warning">What a reader should know, or null.</param>
internal sealed record LiveFigure(int Set, long? Iteration, int Images, double? Fid, double? Ds, string? Warning);
