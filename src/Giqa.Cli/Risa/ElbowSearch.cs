using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Images.Snapshots;
using Giqa.Training.Risa;

namespace Giqa.Cli.Risa;

/// <summary>Measures FID for every snapshot of a run and finds the elbow, or takes the iteration that the user chose.</summary>
internal sealed record ElbowSearch(string Run, string[] Reals, string? Feature, long? Chosen)
{
    /// <summary>The feature that needs no network.</summary>
    public const string Small = "small";

    private const string RealsOfRun = "real";

    public async Task<ElbowCurve> FindAsync(SnapshotFolder snapshots, DecodeOptions decoding, CacheChoice cache, Session session, CancellationToken cancellationToken)
    {
        var chosen = Chosen is { } iteration ? PlaceOf(snapshots, iteration) : (int?)null;
        if (chosen is { } place && Feature is null && Reals.Length == 0)
        {
            return new ElbowCurve("not measured", snapshots.Iterations, [], place, true);
        }

        using var reals = OpenReals(snapshots, decoding);
        var (name, distances) = await MeasureAsync(snapshots, reals, decoding, cache, session, cancellationToken).ConfigureAwait(false);
        return new ElbowCurve(name, snapshots.Iterations, distances, chosen ?? ElbowRule.Find(snapshots.Iterations, distances), chosen is not null);
    }

    private static int PlaceOf(SnapshotFolder snapshots, long iteration)
    {
        var place = snapshots.Iterations.ToList().IndexOf(iteration);
        return place >= 0
            ? place
            : throw new UsageException($"--elbow {iteration}: the run has no snapshot of it; there are {string.Join(", ", snapshots.Iterations)}");
    }

    private async Task<(string Name, IReadOnlyList<double> Distances)> MeasureAsync(SnapshotFolder snapshots, IImageSource reals, DecodeOptions decoding, CacheChoice choice, Session session, CancellationToken cancellationToken)
    {
        if (Feature == Small)
        {
            return (Small, SnapshotDistances.MeasureSmall(snapshots, reals, cancellationToken));
        }

        var backbone = BackboneOptions.Decode(new BackboneStore().Open(Feature), decoding);
        using var extractor = new FeatureExtractor(backbone, new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = decoding });
        using var cache = choice.Open(session);
        using var line = session.Progress("measuring FID");
        var progress = line.As<ExtractionProgress>(p => (p.Done, p.Total, null));
        return (backbone.Name, await SnapshotDistances.MeasureAsync(snapshots, reals, extractor, cache, progress, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The images given, or those that generator training saved in the run, or the references themselves.</summary>
    private IImageSource OpenReals(SnapshotFolder snapshots, DecodeOptions decoding)
    {
        if (Reals.Length > 0)
        {
            return ImageInput.Open(Reals, decoding);
        }

        var own = Path.Combine(Run, RealsOfRun);
        if (Directory.Exists(own))
        {
            return ImageInput.Open(own, decoding);
        }

        var references = snapshots.Images.Select(image => image.Reference).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new ReferencePair(name, name)).ToList();
        return references.Count > 0
            ? ReferencePairs.Of(references, Run, decoding).References
            : throw new GiqaException($"{Run} names no references: its manifest.csv needs the columns image,iteration,seed,source,reference, as 'giqa gan train --kind reference' writes them");
    }
}
