using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Inputs;

/// <summary>The extra columns of <c>giqa score</c>: the real images are read first, so that a run without them ends before it scores.</summary>
internal sealed class ExtraMeasures
{
    private readonly ExtraChoice _choice;
    private readonly FeatureSet _reals;

    private ExtraMeasures(ExtraChoice choice, FeatureSet reals) => (_choice, _reals) = (choice, reals);

    /// <summary>Reads the real images.</summary>
    /// <param name="choice">The columns.</param>
    /// <param name="real">The location of the reals; null for where they were when the model was fitted.</param>
    /// <param name="model">The model and its file.</param>
    /// <param name="decoding">How images are decoded.</param>
    /// <param name="cache">Where features are kept.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="UsageException">Neither the model nor the user says where the reals are.</exception>
    public static async Task<ExtraMeasures> PrepareAsync(
        ExtraChoice choice,
        string? real,
        (QualityModel Model, string Path) model,
        DecodeOptions decoding,
        CacheChoice cache,
        Session session,
        CancellationToken cancellationToken)
    {
        var sources = real is null ? model.Model.References.Sources : [real];
        if (sources.Count == 0 && model.Model.References.WithheldSources is [var first, ..])
        {
            throw new UsageException($"{model.Path} was not fitted by you on this machine, so the images it refers to ({first}) are not read: pass them, or your copy, with --real INPUT");
        }

        if (sources.Count == 0)
        {
            throw new UsageException($"--extra measures against the real images, and {model.Path} does not say where they are: give them, or their features, with --real INPUT");
        }

        try
        {
            using var inputs = ScoringPass.Open(model.Model, model.Path, sources, decoding, cache, session);
            var (reals, skipped) = await FeatureCollector.CollectAsync(inputs, "extracting real images", cancellationToken).ConfigureAwait(false);
            skipped.Tell(session);
            return new ExtraMeasures(choice, reals);
        }
        catch (GiqaException e) when (real is null && e is not (ModelFileException or NativeLibraryException))
        {
            throw new GiqaException($"the real images that {model.Path} was fitted on cannot be read for --extra ({e.Message}): give their location with --real INPUT", e);
        }
    }

    /// <summary>The scores with their extra columns.</summary>
    public IReadOnlyList<ImageScore> Attach(ScoringPass pass, Session session, CancellationToken cancellationToken)
    {
        var generated = pass.Features();
        try
        {
            return ScoreExtras.Attach(pass.Scores, generated, _reals, _choice.Columns, session.Threads, cancellationToken);
        }
        catch (GiqaException e) when (_choice.IsAll && e is not (ModelFileException or NativeLibraryException))
        {
            session.Warn($"the column influence stays empty: {e.Message}");
            var measured = ScoreExtras.Attach(pass.Scores, generated, _reals, _choice.Columns & ~ExtraColumns.Influence, session.Threads, cancellationToken);
            return [.. measured.Select(score => score with { Extras = score.Extras! with { Columns = _choice.Columns } })];
        }
    }
}
