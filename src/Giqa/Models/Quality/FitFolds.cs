using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Calibration without held-out images: every image is scored by a chain and a mixture that did not see it. The chain is
/// fitted anew as well; one that had seen the image would place it too far out along the directions of small variance.
/// </summary>
internal sealed class FitFolds
{
    // With fewer images a fold's model scores unseen ones lower than the final one does: more folds keep that small.
    private const int FewRows = 10_000;
    private const int FoldsOfFewRows = 10;
    private const int FoldsOfManyRows = 5;

    private readonly FeatureMatrix _features;
    private readonly FitOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly Fold[] _folds;

    private FitFolds(FeatureMatrix features, FitOptions options, CancellationToken cancellationToken)
    {
        (_features, _options, _cancellationToken) = (features, options, cancellationToken);
        var count = Math.Min(features.Rows <= FewRows ? FoldsOfFewRows : FoldsOfManyRows, features.Rows);
        var order = new SeededRandom(options.Seed).Permutation(features.Rows);
        _folds = [.. Enumerable.Range(0, count).Select(fold => PrepareFold(order, fold, count))];
    }

    /// <summary>What PCA drops adds so much to a score, on average; known after <see cref="Score"/>.</summary>
    internal double MeanLogResidual { get; private set; }

    /// <summary>The most PCA components that every fold can give.</summary>
    internal int MostComponents => _folds.Min(fold => fold.Chain.OutputDimensions);

    internal static FitFolds Prepare(FeatureMatrix features, FitOptions options, CancellationToken cancellationToken) =>
        new(features, options, cancellationToken);

    /// <summary>Scores every row; all folds keep the same number of dimensions, or their densities would not compare.</summary>
    internal double[] Score(int dimensions, GaussianMixtureOptions settings, IProgress<FitProgress>? progress)
    {
        var scores = new double[_features.Rows];
        for (var i = 0; i < _folds.Length; i++)
        {
            progress?.Report(new FitProgress(FitStage.Calibrate, i / (double)_folds.Length, $"fold {i + 1} of {_folds.Length}"));
            var (chain, seen, unseen) = (_folds[i].Chain.Cut(dimensions), _folds[i].Seen, _folds[i].Unseen);
            var mixture = GaussianMixture.Fit(Transform(chain, seen).Values, seen.Length, settings, cancellationToken: _cancellationToken);
            var values = new double[unseen.Length];
            var rows = Transform(chain, unseen);
            mixture.Score(rows.Values, unseen.Length, values, _options.Threads, _cancellationToken);
            rows.AddResidualsTo(values);
            MeanLogResidual += rows.MeanLogResidual * unseen.Length / scores.Length;
            for (var row = 0; row < unseen.Length; row++)
            {
                scores[unseen[row]] = values[row];
            }
        }

        return scores;
    }

    private Fold PrepareFold(int[] order, int fold, int count)
    {
        var unseen = order.Where((_, place) => place % count == fold).Order().ToArray();
        var seen = order.Where((_, place) => place % count != fold).Order().ToArray();
        var rate = _options.PcaRate > 0 ? 1.0 : 0;
        var chain = FeatureChain.Fit(_features.SelectRows(seen), _options with { PcaRate = rate }, _cancellationToken);
        return new Fold(chain, seen, unseen);
    }

    private TransformedRows Transform(FeatureChain chain, int[] rows) =>
        chain.Transform(_features.SelectRows(rows), _options.Threads, _cancellationToken);

    private sealed record Fold(FeatureChain Chain, int[] Seen, int[] Unseen);
}
