using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// One fit: split, then transform, model and calibrate each part. If reals are held out there is one part. Otherwise the
/// fit is cross-conformal: a part for each fold, whose images its chain and model have not seen, so that they can be compared with an
/// unseen image on equal terms whatever the chain, the variance of what it drops, or the model.
/// </summary>
internal sealed class QualityModelFit(FeatureSet reals, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>How many images the set was drawn from; its own number if it was not.</summary>
    internal required int Of { get; init; }

    /// <summary>Whether the model keeps references to show the nearest ones; one that only rates images does without, and without a chain for them.</summary>
    internal bool KeepsReferences { get; init; } = true;

    private readonly List<string> _warnings = [];
    private FitOptions _options = options;
    private IReadOnlyList<GaussianMixtureCandidate> _candidates = [];

    internal QualityModel Run()
    {
        if (reals.Matrix.Rows < FitOptions.LeastImages)
        {
            throw new GiqaException($"{Counted.Images(reals.Matrix.Rows)} can be used; a model needs at least {FitOptions.LeastImages}, and several thousand for reliable qualities");
        }

        var splits = HoldOutSplit.Draw(reals.Matrix.Rows, _options.HoldOut, _options.Seed);
        var isHeldOut = splits.Count == 1;
        _options = _options with { HoldOut = isHeldOut ? _options.HoldOut ?? FitOptions.DefaultHoldOut : 0 };
        progress?.Report(new FitProgress(FitStage.Transform, 0));
        var features = isHeldOut ? Select(splits, splits[0].Fitted) : reals.Matrix;
        if (_options.ChooseComponents)
        {
            Choose(features);
        }

        Bound(splits.Min(split => split.Fitted.Length));

        return Build(Fit(splits), features, splits);
    }

    private QualityModel Build(List<FittedBranch> fitted, FeatureMatrix features, IReadOnlyList<HoldOutSplit> splits)
    {
        ModelBranch[] branches = [.. fitted.Select(part => part.Branch)];
        var isHeldOut = branches.Length == 1;
        int[] rows = isHeldOut ? splits[0].Fitted : [.. Enumerable.Range(0, reals.Matrix.Rows)];
        var only = branches is [{ Taps: [var tap] }] ? tap : null;
        var dimensions = branches[0].Taps.Sum(part => part.Chain.OutputDimensions);
        var chain = only?.Chain ?? (KeepsReferences ? FeatureChain.Fit(features, _options, cancellationToken).Cut(dimensions) : FeatureChain.None(features.Columns));
        var references = only?.Scorer is NeighbourScorer neighbours ? neighbours.References
            : KeepsReferences ? KeepReferences(chain, features, rows)
            : new ReferenceSet(new FeatureMatrix(0, chain.OutputDimensions, []), [], []);
        AddWarnings(fitted, dimensions);
        return new QualityModel(branches, chain, references)
        {
            Options = _options with { Threads = 0, Regularization = UsedRegularization(dimensions) },
            Report = Report(fitted) with
            {
                CalibratedBy = isHeldOut ? "hold-out" : "folds",
                PcaComponents = branches[0].Taps[0].Chain.Components is null ? null : dimensions,
                Dimensions = dimensions,
                Counts = new FitCounts(
                    reals.Items.Count, reals.Items.Count - reals.Matrix.Rows, rows.Length, splits.Sum(split => split.HeldOut.Length), references.Features.Rows),
                Candidates = _candidates,
                Warnings = [.. _warnings],
            },
            Provenance = reals.Provenance,
            Software = ModelFile.Software,
        };
    }

    private List<FittedBranch> Fit(IReadOnlyList<HoldOutSplit> splits)
    {
        var taps = TapRange.Of(_options.TapLengths, reals.Matrix.Columns);
        FeatureChain[][] chains = [.. splits.Select(split =>
        {
            var features = Select(splits, split.Fitted);
            return Array.ConvertAll(taps, tap => FeatureChain.Fit(features, tap, _options, cancellationToken));
        })];

        // Densities of different numbers of dimensions cannot be compared, and the raw score is the mean of the branches'.
        int[] dimensions = [.. taps.Select((_, tap) => chains.Min(ofSplit => ofSplit[tap].OutputDimensions))];
        var fitted = new List<TapFit[]>();
        for (var i = 0; i < splits.Count; i++)
        {
            var fold = splits.Count == 1 ? null : $"fold {i + 1} of {splits.Count}";
            progress?.Report(new FitProgress(FitStage.Model, i / (double)splits.Count, fold));
            var (features, heldOut) = (Select(splits, splits[i].Fitted), Select(splits, splits[i].HeldOut));
            fitted.Add([.. chains[i].Select((chain, tap) => Fit(chain.Cut(dimensions[tap]), features, heldOut, splits[i].Fitted, fold is null ? progress : null))]);
        }

        var branches = FittedBranch.Of(fitted);
        return _options.Method == FitMethod.Knn ? branches : [.. branches.Zip(splits, (branch, split) => branch with { Copies = Copies(split) })];
    }

    /// <summary>Some of the reals. The many small fits of folds are too small to share with other processes.</summary>
    private FeatureMatrix Select(IReadOnlyList<HoldOutSplit> splits, int[] rows)
    {
        var selected = reals.Matrix.SelectRows(rows);
        selected.Origin = splits.Count == 1 ? reals.Matrix.Origin?.OfMade : null;
        return selected;
    }

    /// <summary>How many left-out images equal a fitted one; KNN finds them itself.</summary>
    private int Copies(HoldOutSplit split) =>
        EqualRows.Shared(reals.Matrix.SelectRows(split.HeldOut), EqualRows.Count(reals.Matrix.SelectRows(split.Fitted)));

    private TapFit Fit(FeatureChain chain, FeatureMatrix features, FeatureMatrix heldOut, int[] rows, IProgress<FitProgress>? told) =>
        _options.Method switch
        {
            FitMethod.Knn => TapFit.Neighbours(chain, features, NamesOf(rows), heldOut, _options, cancellationToken),
            FitMethod.Gmm or FitMethod.Sgm => TapFit.Mixture(chain, features, heldOut, _options, told, cancellationToken),
            _ => throw new InvalidOperationException($"{_options.Method} is not fitted to features"),
        };

    /// <summary>The regularisation used; null if there is none, or if it differs between taps.</summary>
    private Regularization? UsedRegularization(int dimensions) =>
        _options.Method == FitMethod.Knn ? null : _options.TapLengths.Count > 0 ? _options.Regularization : _options.RegularizationFor(dimensions);

    private static FitReport Report(List<FittedBranch> fitted)
    {
        var report = new FitReport { CalibratedBy = string.Empty, Dimensions = 0, Counts = new FitCounts(0, 0, 0, 0, 0), Warnings = [] };
        return fitted[0].Training is null ? report : report with
        {
            LogLikelihood = fitted.Average(part => part.Seen),
            HeldOutLogLikelihood = fitted.Average(part => part.Unseen),
            Iterations = fitted.Max(part => part.Iterations),
            Converged = fitted.TrueForAll(part => part.HasConverged),
        };
    }

    private void AddWarnings(List<FittedBranch> fitted, int dimensions)
    {
        _warnings.AddRange(fitted.Select(part => part.Warnings).FirstOrDefault(warnings => warnings.Count > 0) ?? []);
        var (seen, unseen) = (fitted.Average(part => part.Seen - part.SeenResidual), fitted.Average(part => part.Unseen - part.UnseenResidual));
        FitWarnings.AddForGap(_warnings, seen, unseen, dimensions);
        FitWarnings.AddForCopies(_warnings, fitted.Sum(part => part.Copies));
        FitWarnings.AddForSize(_warnings, reals.Matrix.Rows);
        FitWarnings.AddForSample(_warnings, reals.Matrix.Rows, Of);
    }

    private void Choose(FeatureMatrix features)
    {
        (var best, _candidates) = ComponentChoice.Try(features, _options, progress, cancellationToken);
        _options = _options with { Components = best };
        if (_candidates.Count == 0)
        {
            FitWarnings.AddForChoice(_warnings, features.Rows);
        }
    }

    /// <summary>Uses fewer Gaussians if the requested number would leave only a handful of images for each.</summary>
    private void Bound(int images)
    {
        var most = Math.Max(1, images / FitOptions.LeastImagesPerComponent);
        if (_options.Method != FitMethod.Knn && _options.Components > most)
        {
            FitWarnings.AddForComponents(_warnings, images, _options.Components, most);
            _options = _options with { Components = most };
        }
    }

    private ReferenceSet KeepReferences(FeatureChain chain, FeatureMatrix features, int[] rows)
    {
        var isWhole = _options.Method == FitMethod.Knn || features.Rows <= _options.ReferenceLimit;
        int[] kept = isWhole ? [.. Enumerable.Range(0, features.Rows)] : [.. new SeededRandom(_options.Seed).Choose(features.Rows, _options.ReferenceLimit).Order()];
        var transformed = chain.TransformSingle(isWhole ? features : features.SelectRows(kept), _options.Threads, cancellationToken);
        return new ReferenceSet(transformed, NamesOf([.. kept.Select(row => rows[row])]), _options.Sources);
    }

    private string[] NamesOf(int[] rows)
    {
        var names = reals.Items.Where(item => item.Fault is null).Select(item => item.Name).ToArray();
        return [.. rows.Select(row => names[row])];
    }
}

/// <summary>The progress of a fit.</summary>
/// <param name="Stage">The current stage.</param>
/// <param name="Share">The share of that stage that is done, at least, in [0, 1].</param>
/// <param name="Detail">Details in a few words, such as the EM iteration; or null.</param>
public sealed record FitProgress(FitStage Stage, double Share, string? Detail = null);

/// <summary>The stages of a fit.</summary>
public enum FitStage
{
    /// <summary>Standardisation and PCA.</summary>
    Transform,

    /// <summary>Trying numbers of Gaussians.</summary>
    Choose,

    /// <summary>The mixture, or the neighbours' index.</summary>
    Model,

    /// <summary>Scoring held-out reals.</summary>
    Calibrate,
}
