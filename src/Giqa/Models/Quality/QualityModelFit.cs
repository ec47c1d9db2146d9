using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>One fit: split, transform, model, calibrate.</summary>
internal sealed class QualityModelFit(FeatureSet reals, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private readonly List<string> _warnings = [];
    private FitOptions _options = options;
    private IReadOnlyList<GaussianMixtureCandidate> _candidates = [];

    internal QualityModel Run()
    {
        if (reals.Matrix.Rows < 2)
        {
            throw new GiqaException($"{reals.Matrix.Rows} real images can be used; at least 2 are needed, and some thousands give sound scores");
        }

        var split = HoldOutSplit.Draw(reals.Matrix.Rows, _options.HoldOut, _options.Seed);
        progress?.Report(new FitProgress(FitStage.Transform, 0));
        var features = split.HasHeldOut ? reals.Matrix.SelectRows(split.Fitted) : reals.Matrix;
        if (_options.ChooseComponents)
        {
            Choose(features);
        }

        var chain = FeatureChain.Fit(features, _options, cancellationToken);
        var folds = split.HasHeldOut || _options.Method == FitMethod.Knn ? null : FitFolds.Prepare(features, _options, cancellationToken);
        chain = folds is null ? chain : chain.Cut(folds.MostComponents);
        var (scorer, references, scores, report) = _options.Method == FitMethod.Knn
            ? FitNeighbours(chain, features, split)
            : FitMixture(chain, features, split, folds);
        FitWarnings.AddForSize(_warnings, reals.Matrix.Rows, split, _options);
        return new QualityModel(chain, scorer, Calibration.Fit(scores), references)
        {
            Options = _options with { Threads = 0 },
            Report = report with
            {
                PcaComponents = chain.Components?.Count,
                Dimensions = chain.OutputDimensions,
                Counts = new FitCounts(
                    reals.Items.Count, reals.Items.Count - reals.Matrix.Rows, split.Fitted.Length, scores.Length, references.Features.Rows),
                Warnings = [.. _warnings],
            },
            BackboneFingerprint = reals.Fingerprint,
            BackboneName = reals.BackboneName,
            Preset = reals.Preset,
            Decoding = reals.Decoding,
            Software = ModelFile.Software,
        };
    }

    private (Scorer Scorer, ReferenceSet References, double[] HeldOutScores, FitReport Report) FitNeighbours(
        FeatureChain chain, FeatureMatrix features, HoldOutSplit split)
    {
        var rows = chain.TransformSingle(features, _options.Threads, cancellationToken);
        progress?.Report(new FitProgress(FitStage.Model, 0));
        var references = NameReferences(rows, [.. Enumerable.Range(0, rows.Rows)], split);
        var scorer = new NeighbourScorer(references, _options.Neighbours, _options.Variant);
        progress?.Report(new FitProgress(FitStage.Calibrate, 0));
        var queries = split.HasHeldOut ? chain.TransformSingle(reals.Matrix.SelectRows(split.HeldOut), _options.Threads, cancellationToken) : rows;
        var scores = scorer.Score(queries, leaveOneOut: !split.HasHeldOut, _options.Threads, cancellationToken);
        FitWarnings.AddForCopies(_warnings, scores.CopyOf.Count(copy => copy >= 0));
        return (scorer, references, scores.Values, EmptyReport(split.HasHeldOut ? "hold-out" : "leave-one-out"));
    }

    private (Scorer Scorer, ReferenceSet References, double[] HeldOutScores, FitReport Report) FitMixture(
        FeatureChain chain, FeatureMatrix features, HoldOutSplit split, FitFolds? folds)
    {
        var rows = chain.Transform(features, _options.Threads, cancellationToken);
        var heldOut = split.HasHeldOut ? chain.Transform(reals.Matrix.SelectRows(split.HeldOut), _options.Threads, cancellationToken) : new TransformedRows([], []);
        progress?.Report(new FitProgress(FitStage.Model, 0));
        var count = split.Fitted.Length;
        var dimensions = rows.Values.Length / count;
        var settings = _options.ForMixture(dimensions);
        var mixture = GaussianMixture.Fit(rows.Values, count, settings, progress: new MixtureProgress(progress), cancellationToken: cancellationToken);
        progress?.Report(new FitProgress(FitStage.Calibrate, 0));
        var scores = folds?.Score(dimensions, settings, progress) ?? ScoreRows(mixture, heldOut, split.HeldOut.Length);
        var logLikelihood = ScoreRows(mixture, rows, count).Average();
        var training = mixture.Training!;
        _warnings.AddRange(training.Warnings);
        var unseen = scores.Average() - (folds?.MeanLogResidual ?? heldOut.MeanLogResidual);
        FitWarnings.AddForGap(_warnings, logLikelihood - rows.MeanLogResidual, unseen, dimensions);
        var report = EmptyReport(split.HasHeldOut ? "hold-out" : "folds") with
        {
            LogLikelihood = logLikelihood,
            HeldOutLogLikelihood = scores.Average(),
            Iterations = training.Iterations,
            Converged = training.Converged,
            Candidates = _candidates,
        };
        var references = KeepReferences(rows.Values, split);
        return (new MixtureScorer(mixture, references), references, scores, report);
    }

    private void Choose(FeatureMatrix features)
    {
        if (ComponentChoice.Try(features, _options, progress, cancellationToken) is { } choice)
        {
            _candidates = choice.Candidates;
            _options = _options with { Components = choice.Best.Components };
            return;
        }

        _options = _options with { Components = 1 };
        FitWarnings.AddForChoice(_warnings, features.Rows);
    }

    private double[] ScoreRows(GaussianMixture mixture, TransformedRows rows, int count)
    {
        var scores = new double[count];
        mixture.Score(rows.Values, count, scores, _options.Threads, cancellationToken);
        rows.AddResidualsTo(scores);
        return scores;
    }

    private ReferenceSet KeepReferences(double[] rows, HoldOutSplit split)
    {
        var count = split.Fitted.Length;
        var kept = count <= _options.ReferenceLimit
            ? [.. Enumerable.Range(0, count)]
            : new SeededRandom(_options.Seed).Choose(count, _options.ReferenceLimit).Order().ToArray();
        var dimensions = rows.Length / count;
        var features = new float[(long)kept.Length * dimensions];
        for (var i = 0; i < kept.Length; i++)
        {
            for (var j = 0; j < dimensions; j++)
            {
                features[((long)i * dimensions) + j] = (float)rows[((long)kept[i] * dimensions) + j];
            }
        }

        return NameReferences(new FeatureMatrix(kept.Length, dimensions, features), kept, split);
    }

    private ReferenceSet NameReferences(FeatureMatrix features, int[] kept, HoldOutSplit split)
    {
        var names = reals.Items.Where(item => item.Fault is null).Select(item => item.Name).ToArray();
        return new ReferenceSet(features, [.. kept.Select(row => names[split.Fitted[row]])], _options.Sources);
    }

    private static FitReport EmptyReport(string calibratedBy) =>
        new() { CalibratedBy = calibratedBy, Dimensions = 0, Counts = new FitCounts(0, 0, 0, 0, 0), Warnings = [] };
}
