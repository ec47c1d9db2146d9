using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// One fit: split, then transform, model and calibrate each part. Where reals are held out there is one part. Otherwise the
/// fit is cross-conformal: a part for each fold, whose images its chain and model have not seen, so that they compare with an
/// unseen image on equal terms whatever the chain, the variance of what it drops, or the model.
/// </summary>
internal sealed class QualityModelFit(FeatureSet reals, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private readonly List<string> _warnings = [];
    private FitOptions _options = options;
    private IReadOnlyList<GaussianMixtureCandidate> _candidates = [];

    internal QualityModel Run()
    {
        if (reals.Matrix.Rows < FitOptions.LeastImages)
        {
            throw new GiqaException($"{Counted.Images(reals.Matrix.Rows)} can be used; a model needs at least {FitOptions.LeastImages}, and some thousands give sound qualities");
        }

        var splits = HoldOutSplit.Draw(reals.Matrix.Rows, _options.HoldOut, _options.Seed);
        var isHeldOut = splits.Count == 1;
        _options = _options with { HoldOut = isHeldOut ? _options.HoldOut ?? FitOptions.DefaultHoldOut : 0 };
        progress?.Report(new FitProgress(FitStage.Transform, 0));
        var features = isHeldOut ? reals.Matrix.SelectRows(splits[0].Fitted) : reals.Matrix;
        if (_options.ChooseComponents)
        {
            Choose(features);
        }

        Bound(splits.Min(split => split.Fitted.Length));

        // Densities of different numbers of dimensions do not compare, and the raw score is the mean of the branches'.
        FeatureChain[] chains = [.. splits.Select(split => FeatureChain.Fit(reals.Matrix.SelectRows(split.Fitted), _options, cancellationToken))];
        var dimensions = chains.Min(chain => chain.OutputDimensions);
        var fitted = new List<FittedBranch>();
        for (var i = 0; i < splits.Count; i++)
        {
            var fold = isHeldOut ? null : $"fold {i + 1} of {splits.Count}";
            fitted.Add(Fit(chains[i].Cut(dimensions), splits[i], fold, i / (double)splits.Count));
        }

        return Build(fitted, features, splits);
    }

    private QualityModel Build(List<FittedBranch> fitted, FeatureMatrix features, IReadOnlyList<HoldOutSplit> splits)
    {
        ModelBranch[] branches = [.. fitted.Select(part => part.Branch)];
        var isHeldOut = branches.Length == 1;
        int[] rows = isHeldOut ? splits[0].Fitted : [.. Enumerable.Range(0, reals.Matrix.Rows)];
        var chain = isHeldOut ? branches[0].Chain : FeatureChain.Fit(features, _options, cancellationToken).Cut(branches[0].Chain.OutputDimensions);
        var references = isHeldOut && branches[0].Scorer is NeighbourScorer neighbours ? neighbours.References : KeepReferences(chain, features, rows);
        AddWarnings(fitted, chain);
        return new QualityModel(branches, chain, references)
        {
            Options = _options with { Threads = 0, Regularization = _options.Method == FitMethod.Knn ? null : _options.RegularizationFor(chain.OutputDimensions) },
            Report = Report(fitted) with
            {
                CalibratedBy = isHeldOut ? "hold-out" : "folds",
                PcaComponents = chain.Components?.Count,
                Dimensions = chain.OutputDimensions,
                Counts = new FitCounts(
                    reals.Items.Count, reals.Items.Count - reals.Matrix.Rows, rows.Length, splits.Sum(split => split.HeldOut.Length), references.Features.Rows),
                Candidates = _candidates,
                Warnings = [.. _warnings],
            },
            BackboneFingerprint = reals.Fingerprint,
            BackboneName = reals.BackboneName,
            Preset = reals.Preset,
            Decoding = reals.Decoding,
            Software = ModelFile.Software,
        };
    }

    private FittedBranch Fit(FeatureChain chain, HoldOutSplit split, string? fold, double done)
    {
        progress?.Report(new FitProgress(FitStage.Model, done, fold));
        var (features, heldOut) = (reals.Matrix.SelectRows(split.Fitted), reals.Matrix.SelectRows(split.HeldOut));
        return _options.Method == FitMethod.Knn ? FitNeighbours(chain, features, split.Fitted, heldOut) : FitMixture(chain, features, heldOut, fold is null ? progress : null);
    }

    private FittedBranch FitNeighbours(FeatureChain chain, FeatureMatrix features, int[] rows, FeatureMatrix heldOut)
    {
        var references = NameReferences(chain.TransformSingle(features, _options.Threads, cancellationToken), rows);
        var scorer = new NeighbourScorer(references, _options.Neighbours, _options.Variant);
        var found = scorer.Find(chain.TransformSingle(heldOut, _options.Threads, cancellationToken), _options.Threads, cancellationToken);
        return new FittedBranch(new ModelBranch(chain, scorer, Calibration.Fit(found.Values))) { Copies = found.CopyOf.Count(copy => copy >= 0) };
    }

    private FittedBranch FitMixture(FeatureChain chain, FeatureMatrix features, FeatureMatrix heldOut, IProgress<FitProgress>? told)
    {
        var rows = chain.Transform(features, _options.Threads, cancellationToken);
        var unseen = chain.Transform(heldOut, _options.Threads, cancellationToken);
        var settings = _options.ForMixture(chain.OutputDimensions);
        var mixture = GaussianMixture.Fit(rows.Values, features.Rows, settings, progress: new MixtureProgress(told), cancellationToken: cancellationToken);
        told?.Report(new FitProgress(FitStage.Calibrate, 0));
        var (seenScores, scores) = (ScoreRows(mixture, rows, features.Rows), ScoreRows(mixture, unseen, heldOut.Rows));
        return new FittedBranch(new ModelBranch(chain, new MixtureScorer(mixture), Calibration.Fit(scores)))
        {
            Training = mixture.Training!,
            Seen = seenScores.Average(),
            Unseen = scores.Average(),
            SeenResidual = rows.MeanLogResidual,
            UnseenResidual = unseen.MeanLogResidual,
        };
    }

    private static FitReport Report(List<FittedBranch> fitted)
    {
        var report = new FitReport { CalibratedBy = string.Empty, Dimensions = 0, Counts = new FitCounts(0, 0, 0, 0, 0), Warnings = [] };
        return fitted[0].Training is null ? report : report with
        {
            LogLikelihood = fitted.Average(part => part.Seen),
            HeldOutLogLikelihood = fitted.Average(part => part.Unseen),
            Iterations = fitted.Max(part => part.Training!.Iterations),
            Converged = fitted.TrueForAll(part => part.Training!.Converged),
        };
    }

    private void AddWarnings(List<FittedBranch> fitted, FeatureChain chain)
    {
        _warnings.AddRange(fitted.Select(part => part.Training?.Warnings ?? []).FirstOrDefault(warnings => warnings.Count > 0) ?? []);
        var (seen, unseen) = (fitted.Average(part => part.Seen - part.SeenResidual), fitted.Average(part => part.Unseen - part.UnseenResidual));
        FitWarnings.AddForGap(_warnings, seen, unseen, chain.OutputDimensions);
        FitWarnings.AddForCopies(_warnings, fitted.Sum(part => part.Copies));
        FitWarnings.AddForSize(_warnings, reals.Matrix.Rows);
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

    /// <summary>Takes fewer Gaussians where a mixture of as many as asked for would be a Gaussian for each handful of images.</summary>
    private void Bound(int images)
    {
        var most = Math.Max(1, images / FitOptions.LeastImagesPerComponent);
        if (_options.Method != FitMethod.Knn && _options.Components > most)
        {
            FitWarnings.AddForComponents(_warnings, images, _options.Components, most);
            _options = _options with { Components = most };
        }
    }

    private double[] ScoreRows(GaussianMixture mixture, TransformedRows rows, int count)
    {
        var scores = new double[count];
        mixture.Score(rows.Values, count, scores, _options.Threads, cancellationToken);
        rows.AddResidualsTo(scores);
        return scores;
    }

    private ReferenceSet KeepReferences(FeatureChain chain, FeatureMatrix features, int[] rows)
    {
        var isWhole = _options.Method == FitMethod.Knn || features.Rows <= _options.ReferenceLimit;
        int[] kept = isWhole ? [.. Enumerable.Range(0, features.Rows)] : [.. new SeededRandom(_options.Seed).Choose(features.Rows, _options.ReferenceLimit).Order()];
        var transformed = chain.TransformSingle(isWhole ? features : features.SelectRows(kept), _options.Threads, cancellationToken);
        return NameReferences(transformed, [.. kept.Select(row => rows[row])]);
    }

    private ReferenceSet NameReferences(FeatureMatrix features, int[] rows)
    {
        var names = reals.Items.Where(item => item.Fault is null).Select(item => item.Name).ToArray();
        return new ReferenceSet(features, [.. rows.Select(row => names[row])], _options.Sources);
    }

    /// <summary>A branch, and how its fit went: means of log densities over its own images and over those it is calibrated on.</summary>
    private sealed record FittedBranch(ModelBranch Branch)
    {
        internal GaussianMixtureTraining? Training { get; init; }

        internal double Seen { get; init; }

        internal double Unseen { get; init; }

        internal double SeenResidual { get; init; }

        internal double UnseenResidual { get; init; }

        internal int Copies { get; init; }
    }
}
