using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Metrics.Pairs;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Inputs;

/// <summary>Scores every pair of a verb's inputs with a model that compares images with references, or with a measure that needs no model.</summary>
internal sealed class PairPass(string modelPath, Session session)
{
    private const string TableExtension = ".csv";

    private readonly List<ImageScore> _scores = [];
    private readonly PairModel? _model = IsMeasure(modelPath) ? null : PairModel.Load(modelPath);

    /// <summary>The scoring method, as reports name it.</summary>
    public string Method => _model is null ? modelPath : "risa";

    /// <summary>The model's network, or null for a measure.</summary>
    public string? Network => _model?.Training.Network;

    /// <summary>The model, or null for a measure.</summary>
    public PairModel? Model => _model;

    /// <summary>One score per pair, in order.</summary>
    public IReadOnlyList<ImageScore> Scores => _scores;

    /// <summary>What was skipped.</summary>
    public SkippedList Skipped { get; } = new();

    /// <summary>Whether what was given as the model compares images with references: a model file, or the name of a measure.</summary>
    public static bool Takes(string model) => IsMeasure(model) || PairModel.IsPairModel(model);

    /// <summary>Opens a table of pairs, or images with one reference for all or one of the same name for each.</summary>
    /// <exception cref="UsageException">The inputs are neither.</exception>
    public static ReferencePairs Open(string[] inputs, string? reference, DecodeOptions decoding)
    {
        if (reference is null)
        {
            return inputs is [var table] && table.EndsWith(TableExtension, StringComparison.OrdinalIgnoreCase)
                ? ReferencePairs.Read(table, decoding)
                : throw new UsageException("the model compares images with references: give one CSV of image,reference, or images with --reference FILE|FOLDER");
        }

        var images = ImageInput.Open(inputs, decoding);
        try
        {
            return ReferencePairs.Match(images, ImageInput.Open(reference, decoding));
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>Scores the pairs, with progress on the terminal.</summary>
    public async Task RunAsync(ReferencePairs pairs, DecodeOptions decoding, CacheChoice choice, CancellationToken cancellationToken)
    {
        session.TellPassedOver(pairs.Images);
        session.TellPassedOver(pairs.References);
        using var line = session.Progress("scoring");
        if (_model is null)
        {
            using var measure = PairMeasure.Open(modelPath);
            Take(measure.Score(pairs, decoding, line.As<int>(done => (done, pairs.Items.Count, null)), cancellationToken));
            return;
        }

        session.WarnOfPraise(_model.Training.Probe, modelPath);
        var extraction = new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = decoding };
        using var cache = choice.Open(session);
        using var scorer = PairScorer.Create(_model, new ImageScorerOptions { Extraction = extraction });
        var progress = line.As<ExtractionProgress>(p => (p.Done, p.Total, p.Skipped > 0 ? $"{p.Skipped} skipped" : null));
        await foreach (var score in scorer.ScoreAsync(pairs, cache, progress, cancellationToken).ConfigureAwait(false))
        {
            Take([score]);
        }
    }

    private static bool IsMeasure(string model) => PairMeasure.Names.Contains(model);

    private void Take(IReadOnlyList<ImageScore> scores)
    {
        foreach (var score in scores)
        {
            Skipped.See(score);
            _scores.Add(score);
        }
    }
}
