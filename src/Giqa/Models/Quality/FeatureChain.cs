using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The preprocessing of features, or of some neighbouring columns of them, for a model: square roots, standardisation, PCA,
/// whitening, each of them optional.
/// </summary>
internal sealed class FeatureChain(
    int inputDimensions,
    bool takesRoots,
    Standardization? standardization,
    PrincipalComponents? components,
    bool keepsResidual = false,
    bool whitens = false,
    int firstColumn = 0)
{
    private const int ChunkRows = 4096;
    private const int PreparedRows = 256;

    // Of the mean variance; without it the smallest directions, which are mostly noise, would count as much as the largest.
    private const double WhiteningRidge = .01;

    internal int InputDimensions => inputDimensions;

    /// <summary>The first of its columns.</summary>
    internal int FirstColumn => firstColumn;

    internal int OutputDimensions => components?.Count ?? inputDimensions;

    /// <summary>Whether features are replaced by their square roots.</summary>
    internal bool TakesRoots => takesRoots;

    internal Standardization? Standardization => standardization;

    internal PrincipalComponents? Components => components;

    /// <summary>The density of what PCA drops, if it counts.</summary>
    internal ResidualGaussian? Residual { get; } = keepsResidual && components is not null ? ResidualGaussian.Of(components) : null;

    /// <summary>The factor for each kept direction after PCA; null if they are not scaled.</summary>
    internal double[]? Whitening { get; } = whitens && components is not null ? WhiteningOf(components) : null;

    /// <summary>A chain that changes nothing.</summary>
    internal static FeatureChain None(int dimensions) => new(dimensions, false, null, null);

    /// <summary>Fits a chain to some columns of features.</summary>
    internal static FeatureChain Fit(FeatureMatrix features, TapRange tap, FitOptions options, CancellationToken cancellationToken)
    {
        var columns = tap.Length == features.Columns ? features : features.SelectColumns(tap.First, tap.Length);
        columns.Origin ??= features.Origin?.OfMade;
        var chain = Fit(columns, options, cancellationToken);
        return new FeatureChain(
            tap.Length, chain.TakesRoots, chain.Standardization, chain.Components, options.PcaResidual!.Value, options.Whiten!.Value, tap.First);
    }

    internal static FeatureChain Fit(FeatureMatrix features, FitOptions options, CancellationToken cancellationToken)
    {
        var takesRoots = options.SquareRoots!.Value;
        var input = takesRoots ? Roots(features) : features;
        var standardization = options.Standardize!.Value ? Standardization.Fit(input) : null;
        var chain = new FeatureChain(features.Columns, takesRoots, standardization, null);
        if (options.PcaRate == 0)
        {
            return chain;
        }

        // The roots are not kept along with the standardised features: one copy of a hundred thousand images is large enough.
        input = takesRoots || standardization is null ? input : new FeatureMatrix(features.Rows, features.Columns, new float[features.Values.LongLength]);
        chain.Prepare(features, 0, features.Rows, input.Values, options.Threads, cancellationToken);
        input.Origin ??= features.Origin?.OfMade;
        var components = PrincipalComponents.Fit(input, options.PcaRate!.Value, options.Threads, cancellationToken);
        return new FeatureChain(features.Columns, takesRoots, standardization, components, options.PcaResidual!.Value, options.Whiten!.Value);
    }

    /// <summary>The same chain with its PCA, if there is one, limited to this many components.</summary>
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
            keepsResidual,
            whitens,
            firstColumn);
    }

    /// <summary>The transformed rows, and the likelihood of what was dropped.</summary>
    internal TransformedRows Transform(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        var values = new double[(long)features.Rows * OutputDimensions];
        var logResiduals = Residual is null ? [] : new double[features.Rows];
        TransformChunks(
            features,
            (first, _, rows, residuals) =>
            {
                rows.CopyTo(values.AsSpan(first * OutputDimensions));
                residuals.CopyTo(logResiduals.AsSpan(Math.Min(first, logResiduals.Length)));
            },
            threads,
            cancellationToken);
        return new TransformedRows(values, logResiduals);
    }

    /// <summary>
    /// The transformed rows rounded to float32, for storing references and searching neighbours; never all of them in float64.
    /// Features that the chain does not change are returned as such.
    /// </summary>
    internal FeatureMatrix TransformSingle(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        if (!takesRoots && standardization is null && components is null && features.Columns == inputDimensions)
        {
            return features;
        }

        var values = new float[(long)features.Rows * OutputDimensions];
        TransformChunks(
            features,
            (first, _, rows, _) =>
            {
                var target = values.AsSpan(first * OutputDimensions, rows.Length);
                for (var i = 0; i < rows.Length; i++)
                {
                    target[i] = (float)rows[i];
                }
            },
            threads,
            cancellationToken);
        return new FeatureMatrix(features.Rows, OutputDimensions, values) { Origin = features.Origin?.OfMade };
    }

    /// <summary>The same in chunks of rows, whose memory is reused: a hundred thousand rows take no more than a few thousand.</summary>
    internal void TransformChunks(FeatureMatrix features, ChunkReceiver receive, int threads, CancellationToken cancellationToken) =>
        TransformChunks(features, receive, Residual is not null, threads, cancellationToken);

    /// <summary>The same, but the receiver gets the squared length of what PCA dropped from every row; 0 without PCA.</summary>
    internal void TransformWithSquares(FeatureMatrix features, ChunkReceiver receive, int threads, CancellationToken cancellationToken) =>
        new FeatureChain(inputDimensions, takesRoots, standardization, components).TransformChunks(features, receive, true, threads, cancellationToken);

    private void TransformChunks(FeatureMatrix features, ChunkReceiver receive, bool withResiduals, int threads, CancellationToken cancellationToken)
    {
        var most = Math.Min(ChunkRows, features.Rows);
        var prepared = new float[(long)most * inputDimensions];
        var values = new double[(long)most * OutputDimensions];
        var dropped = withResiduals ? new double[most] : [];
        for (var first = 0; first < features.Rows; first += ChunkRows)
        {
            var count = Math.Min(ChunkRows, features.Rows - first);
            Prepare(features, first, count, prepared, threads, cancellationToken);
            var rows = values.AsSpan(0, count * OutputDimensions);
            var residuals = dropped.AsSpan(0, withResiduals ? count : 0);
            Project(prepared, count, rows, residuals, threads, cancellationToken);
            receive(first, count, rows, residuals);
        }
    }

    private void Project(
        float[] prepared, int count, Span<double> rows, Span<double> residuals, int threads, CancellationToken cancellationToken)
    {
        if (components is null)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = prepared[i];
            }

            return;
        }

        components.Transform(new SingleRows(prepared, count, inputDimensions), rows, residuals, threads, cancellationToken);
        if (Residual is not null)
        {
            foreach (ref var residual in residuals)
            {
                residual = Residual.LogDensity(residual);
            }
        }

        for (var row = 0; Whitening is { } scale && row < count; row++)
        {
            var values = rows.Slice(row * OutputDimensions, OutputDimensions);
            TensorPrimitives.Multiply(values, scale, values);
        }
    }

    /// <summary>Square roots and standardisation of some rows; source and destination may be the same.</summary>
    private void Prepare(FeatureMatrix features, int first, int count, float[] destination, int threads, CancellationToken cancellationToken)
    {
        ParallelBlocks.Run(
            ParallelBlocks.Count(count, PreparedRows),
            threads,
            block =>
            {
                for (var row = block * PreparedRows; row < Math.Min(count, (block + 1) * PreparedRows); row++)
                {
                    var target = destination.AsSpan(row * inputDimensions, inputDimensions);
                    features.Row(first + row).Slice(firstColumn, inputDimensions).CopyTo(target);
                    if (takesRoots)
                    {
                        TakeRoots(target);
                    }

                    standardization?.Apply(target);
                }
            },
            cancellationToken);
    }

    private static double[] WhiteningOf(PrincipalComponents components)
    {
        var variances = components.ExplainedVariance.ToArray();
        var ridge = WhiteningRidge * variances.Average();
        return Array.ConvertAll(variances, variance => variance + ridge > 0 ? 1 / Math.Sqrt(variance + ridge) : 1);
    }

    private static FeatureMatrix Roots(FeatureMatrix features)
    {
        var values = (float[])features.Values.Clone();
        TakeRoots(values);
        return new FeatureMatrix(features.Rows, features.Columns, values);
    }

    /// <summary>Square roots with the sign kept: a generated image may have values that no real one has.</summary>
    private static unsafe void TakeRoots(Span<float> values)
    {
        fixed (float* pointer = values)
        {
            VectorKernels.TakeSignedRoots(pointer, values.Length);
        }
    }

    /// <summary>Receives transformed rows, N x k, and the log densities of what was dropped from them, N or none; both are overwritten afterwards.</summary>
    internal delegate void ChunkReceiver(int first, int count, ReadOnlySpan<double> rows, ReadOnlySpan<double> logResiduals);
}

/// <summary>
/// The density of what PCA drops from a row: a Gaussian of one variance in all D - k directions left out, as in probabilistic
/// PCA (Tipping and Bishop, 1999). -(D - k) / 2 ln(2 pi v) - r / (2 v), r being the squared length of the residual and v the
/// mean variance of the fitted rows along those directions.
/// </summary>
/// <param name="Dimensions">D - k, at least 1.</param>
/// <param name="Variance">v, above 0.</param>
internal sealed record ResidualGaussian(int Dimensions, double Variance)
{
    // Below this share of the total variance only rounding may be left.
    private const double LeastShare = 1e-9;

    /// <summary>What does not depend on the row.</summary>
    internal double Peak => -0.5 * Dimensions * Math.Log(2 * Math.PI * Variance);

    /// <summary>The residual's density under an analysis; null when it keeps all of the variance.</summary>
    internal static ResidualGaussian? Of(PrincipalComponents components)
    {
        double kept = 0;
        foreach (var variance in components.ExplainedVariance)
        {
            kept += variance;
        }

        var (dimensions, left) = (components.Dimensions - components.Count, components.TotalVariance - kept);
        return dimensions > 0 && left > LeastShare * components.TotalVariance ? new ResidualGaussian(dimensions, left / dimensions) : null;
    }

    internal double LogDensity(double squaredResidual) => Peak - (squaredResidual / (2 * Variance));
}

/// <summary>The columns of a feature vector that one tap of the network fills.</summary>
internal readonly record struct TapRange(int First, int Length)
{
    /// <summary>The taps of a vector: one with all columns if no lengths are given.</summary>
    internal static TapRange[] Of(IReadOnlyList<int> lengths, int columns)
    {
        if (lengths.Count == 0)
        {
            return [new TapRange(0, columns)];
        }

        var (taps, first) = (new TapRange[lengths.Count], 0);
        for (var i = 0; i < taps.Length; i++)
        {
            taps[i] = new TapRange(first, lengths[i]);
            first += lengths[i];
        }

        return taps;
    }
}
