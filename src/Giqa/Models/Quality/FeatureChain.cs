using Giqa.Features;

namespace Giqa.Models;

/// <summary>What happens to features before a model sees them: standardisation, then PCA, each of them optional.</summary>
internal sealed class FeatureChain(int inputDimensions, Standardization? standardization, PrincipalComponents? components)
{
    internal int InputDimensions => inputDimensions;

    internal int OutputDimensions => components?.Count ?? inputDimensions;

    internal Standardization? Standardization => standardization;

    internal PrincipalComponents? Components => components;

    internal static FeatureChain Fit(FeatureMatrix features, bool standardize, double pcaRate, int threads, CancellationToken cancellationToken)
    {
        var standardization = standardize ? Standardization.Fit(features) : null;
        if (pcaRate == 0)
        {
            return new FeatureChain(features.Columns, standardization, null);
        }

        var input = standardization?.Transform(features) ?? features;
        return new FeatureChain(features.Columns, standardization, PrincipalComponents.Fit(input, pcaRate, threads, cancellationToken));
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
            standardization,
            new PrincipalComponents(components.Mean.ToArray(), vectors, variances, components.TotalVariance, components.NoiseVariance));
    }

    /// <summary>The transformed rows in float64, row-major.</summary>
    internal double[] Transform(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        var standardized = standardization?.Transform(features) ?? features;
        return components?.Transform(standardized, threads, cancellationToken) ?? Array.ConvertAll(standardized.Values, value => (double)value);
    }
}
