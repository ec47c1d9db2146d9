using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>Measures one or many generated sets against one real set. The real set is measured once.</summary>
/// <remarks>Memory grows with the number of images and with the square of the feature length, never with the square of the number of images.</remarks>
public static class Comparison
{
    /// <summary>Runs a comparison.</summary>
    /// <param name="real">The features of the real images.</param>
    /// <param name="generated">The generated sets, at least one, of the same backbone.</param>
    /// <param name="options">What is measured; null for everything that features alone allow.</param>
    /// <param name="progress">Reported before every step.</param>
    /// <param name="cancellationToken">Checked in every step.</param>
    /// <returns>
    /// The figures. A metric that a set is too small for is null, with a warning that says what is missing.
    /// </returns>
    /// <exception cref="GiqaException">The features are of different backbones, or no metric could be computed.</exception>
    public static ComparisonReport Run(
        FeatureSet real,
        IReadOnlyList<ComparisonInput> generated,
        ComparisonOptions? options = null,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        options ??= new ComparisonOptions();
        if (generated.Count == 0 || options.Metrics == ComparisonMetrics.None)
        {
            throw new GiqaException("a comparison needs at least one generated set and one metric");
        }

        foreach (var input in generated)
        {
            RequireComparable(real, input);
        }

        return new ComparisonRun(real, generated, options, progress, cancellationToken).Run();
    }

    private static void RequireComparable(FeatureSet real, ComparisonInput input)
    {
        input.Features.RequireBackbone(real.Fingerprint, real.BackboneName, "the real set", real.Preset);
        if (input.Features.Matrix.Columns != real.Matrix.Columns)
        {
            throw new GiqaException(
                $"{input.Name} has features of {input.Features.Matrix.Columns} dimensions, the real set of {real.Matrix.Columns}: extract both with one backbone");
        }

        if (input.Logits is { } logits && logits.Rows != input.Features.Matrix.Rows)
        {
            throw new GiqaException($"{input.Name} has {input.Features.Matrix.Rows} rows of features but {logits.Rows} of class logits: both must come from the same images");
        }
    }
}

/// <summary>One generated set.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Features">Its features, of the same backbone as the reals'.</param>
/// <param name="Logits">Its class logits for the Inception Score; null if the backbone has none.</param>
public sealed record ComparisonInput(string Name, FeatureSet Features, FeatureMatrix? Logits = null);

/// <summary>The progress of a comparison.</summary>
/// <param name="Stage">What is being computed, in a few words.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all.</param>
public readonly record struct ComparisonProgress(string Stage, int Done, int Total);
