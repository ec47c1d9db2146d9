using Giqa.Features;

namespace Giqa.Models;

/// <summary>What happens to features before a model sees them: square roots, standardisation, then PCA, each of them optional.</summary>
internal sealed class FeatureChain(
    int inputDimensions, bool takesRoots, Standardization? standardization, PrincipalComponents? components, bool keepsResidual = false)
{
    internal int InputDimensions => inputDimensions;

    internal int OutputDimensions => components?.Count ?? inputDimensions;

    /// <summary>Whether features are replaced by their square roots.</summary>
    internal bool TakesRoots => takesRoots;

    internal Standardization? Standardization => standardization;

    internal PrincipalComponents? Components => components;

    /// <summary>The density of what PCA drops, where it counts.</summary>
    internal ResidualGaussian? Residual { get; } = keepsResidual && components is not null ? ResidualGaussian.Of(components) : null;

    internal static FeatureChain Fit(FeatureMatrix features, FitOptions options, CancellationToken cancellationToken)
    {
        var takesRoots = options.SquareRoots!.Value;
        var input = takesRoots ? Roots(features) : features;
        var standardization = options.Standardize!.Value ? Standardization.Fit(input) : null;
        input = standardization?.Transform(input) ?? input;
        var components = options.PcaRate == 0 ? null : PrincipalComponents.Fit(input, options.PcaRate!.Value, options.Threads, cancellationToken);
        return new FeatureChain(features.Columns, takesRoots, standardization, components, options.PcaResidual!.Value);
    }

    /// <summary>The same chain with its PCA, if there is one, cut to so many components at most.</summary>
    internal FeatureChain Cut(int count)
    {
        if (components is null || components.Count <= count)
        {
            return this;
        }

        var vectors = components.Components[..(count * components.Dimensions)].ToArray();
        var variances = components.ExplainedVariance[..count].ToArray();
        return new FeatureChain(
            inputDimensions,
            takesRoots,
            standardization,
            new PrincipalComponents(components.Mean.ToArray(), vectors, variances, components.TotalVariance, components.NoiseVariance),
            keepsResidual);
    }

    /// <summary>The transformed rows, and how likely what was dropped of them is.</summary>
    internal TransformedRows Transform(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        var roots = takesRoots ? Roots(features) : features;
        var standardized = standardization?.Transform(roots) ?? roots;
        if (components is null)
        {
            return new TransformedRows(Array.ConvertAll(standardized.Values, value => (double)value), []);
        }

        if (Residual is not { } residual)
        {
            return new TransformedRows(components.Transform(standardized, threads, cancellationToken), []);
        }

        var squared = new double[features.Rows];
        var values = components.Transform(standardized, squared, threads, cancellationToken);
        return new TransformedRows(values, Array.ConvertAll(squared, residual.LogDensity));
    }

    /// <summary>Square roots with the sign kept: a generated image may have what no real one has.</summary>
    private static FeatureMatrix Roots(FeatureMatrix features) => new(
        features.Rows, features.Columns, Array.ConvertAll(features.Values, value => MathF.CopySign(MathF.Sqrt(MathF.Abs(value)), value)));
}
