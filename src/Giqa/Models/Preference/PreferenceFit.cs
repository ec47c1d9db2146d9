using Giqa.Features;

namespace Giqa.Models;

/// <summary>
/// Fits a utility to labels of images: their prepared features along the principal components of the judged ones, then the linear
/// model. In the span of the judged images nothing is lost, since the prior makes no difference between directions, and some
/// hundred labels take a fraction of the time that all features would.
/// </summary>
internal static class PreferenceFit
{
    /// <summary>The most components: beyond them the judged images hardly differ, and the time grows with the cube.</summary>
    internal const int MostComponents = 512;

    /// <summary>Images enough to find the components of all.</summary>
    internal const int MostSurveyed = 1024;

    // Float32 features say nothing about directions with less of the variance.
    private const double Rate = .99999;

    /// <summary>What brings the features of images to a common footing: roots, mean 0 and deviation 1, and equal shares for the layers they come from.</summary>
    internal static FeatureChain Prepare(FeatureSet images)
    {
        var takesRoots = Array.TrueForAll(images.Matrix.Values, value => value >= 0);
        var roots = takesRoots
            ? new FeatureMatrix(images.Matrix.Rows, images.Matrix.Columns, Array.ConvertAll(images.Matrix.Values, MathF.Sqrt))
            : images.Matrix;
        var fitted = Standardization.Fit(roots);
        var scales = fitted.Scale.ToArray();
        var first = 0;
        foreach (var width in FeatureBlocks.Of(images.BackboneName, images.Matrix.Columns))
        {
            foreach (ref var scale in scales.AsSpan(first, width))
            {
                scale *= Math.Sqrt(width);
            }

            first += width;
        }

        return new FeatureChain(images.Matrix.Columns, takesRoots, new Standardization(fitted.Mean, scales), null);
    }

    /// <summary>Fits the utility.</summary>
    /// <param name="prepared">The images' prepared features.</param>
    /// <param name="labels">What people said of them.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per step.</param>
    /// <returns>The components along which rows go, and the utility of such rows.</returns>
    internal static (PrincipalComponents Components, PreferencePosterior Posterior) Run(FeatureMatrix prepared, PreferenceLabels labels, int threads, CancellationToken cancellationToken)
    {
        var judged = Judged(prepared, labels, threads, cancellationToken);
        return (judged.Components, Run(judged, labels, hasSpread: true, cancellationToken));
    }

    /// <summary>The judged images along their principal components, which also tell all that some of the labels can.</summary>
    internal static JudgedImages Judged(FeatureMatrix prepared, PreferenceLabels labels, int threads, CancellationToken cancellationToken)
    {
        var rows = labels.Rows();
        var features = prepared.SelectRows(rows);
        var components = Cut(PrincipalComponents.Fit(features, Rate, threads, cancellationToken));
        return new JudgedImages(components, components.Transform(features, threads, cancellationToken), rows.Index().ToDictionary(row => row.Item, row => row.Index));
    }

    /// <summary>All images along the principal components of theirs, or of a thousand of them: for many fits, one after every few answers.</summary>
    internal static JudgedImages Survey(FeatureMatrix prepared, int threads, CancellationToken cancellationToken)
    {
        var count = Math.Min(prepared.Rows, MostSurveyed);
        int[] surveyed = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * prepared.Rows / count))];
        var components = Cut(PrincipalComponents.Fit(prepared.SelectRows(surveyed), Rate, threads, cancellationToken));
        return new JudgedImages(components, components.Transform(prepared, threads, cancellationToken), Enumerable.Range(0, prepared.Rows).ToDictionary(row => row));
    }

    /// <summary>Fits the utility of the judged images to labels of theirs.</summary>
    /// <param name="judged">The images.</param>
    /// <param name="labels">All labels, or some.</param>
    /// <param name="hasSpread">Whether to say how sure it is.</param>
    /// <param name="cancellationToken">Checked per step.</param>
    internal static PreferencePosterior Run(JudgedImages judged, PreferenceLabels labels, bool hasSpread, CancellationToken cancellationToken)
    {
        int[] images = [.. labels.Rows().Select(row => judged.Places[row])];
        var (places, rows, dimensions) = (images.Index().ToDictionary(image => image.Item, image => image.Index), judged.Select(images), judged.Components.Count);
        int PlaceOf(int row) => places[judged.Places[row]];
        if (labels.ArePairs)
        {
            PreferenceComparison[] comparisons = [.. labels.Comparisons.Select(pair => pair with { First = PlaceOf(pair.First), Second = PlaceOf(pair.Second) })];
            return PairFit.Fit(rows, dimensions, comparisons, hasSpread, cancellationToken);
        }

        var opinions = new double[images.Length];
        foreach (var (row, opinion) in labels.Opinions)
        {
            opinions[PlaceOf(row)] = opinion;
        }

        return OpinionFit.Fit(rows, dimensions, opinions, hasSpread, cancellationToken);
    }

    private static PrincipalComponents Cut(PrincipalComponents components)
    {
        var count = Math.Min(components.Count, MostComponents);
        return count == components.Count ? components : new PrincipalComponents(
            components.Mean.ToArray(),
            components.Components[..(count * components.Dimensions)].ToArray(),
            components.ExplainedVariance[..count].ToArray(),
            components.TotalVariance,
            components.NoiseVariance);
    }
}

/// <summary>What people said of images: judged pairs, or opinions of single images.</summary>
/// <param name="Comparisons">Judgements of pairs; empty for opinions.</param>
/// <param name="Opinions">Opinions of images, by the images' rows, one an image; empty for pairs.</param>
internal sealed record PreferenceLabels(IReadOnlyList<PreferenceComparison> Comparisons, IReadOnlyList<(int Row, double Opinion)> Opinions)
{
    internal bool ArePairs => Opinions.Count == 0;

    internal int Count => ArePairs ? Comparisons.Count : Opinions.Count;

    internal static PreferenceLabels Of(IReadOnlyList<PreferenceComparison> comparisons) => new(comparisons, []);

    internal static PreferenceLabels Of(IReadOnlyList<(int Row, double Opinion)> opinions) => new([], opinions);

    /// <summary>The rows that a label speaks of.</summary>
    internal IEnumerable<int> RowsOf(int label) => ArePairs ? [Comparisons[label].First, Comparisons[label].Second] : [Opinions[label].Row];

    /// <summary>All rows that labels speak of, ascending.</summary>
    internal int[] Rows() => [.. Enumerable.Range(0, Count).SelectMany(RowsOf).Distinct().Order()];

    /// <summary>Some of the labels.</summary>
    internal PreferenceLabels Select(IEnumerable<int> labels) => ArePairs
        ? Of([.. labels.Select(label => Comparisons[label])])
        : Of([.. labels.Select(label => Opinions[label])]);
}
