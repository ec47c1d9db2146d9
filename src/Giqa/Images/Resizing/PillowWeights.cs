namespace Giqa.Images;

/// <summary>Pillow's weights: the kernel is widened by the factor by which an axis shrinks, and normalised to sum 1.</summary>
internal static class PillowWeights
{
    /// <summary>The 8-bit modes keep this many bits after the binary point: 32 minus 8 for the sample and 2 for headroom.</summary>
    internal const int FixedPointBits = 22;

    internal static WeightTable<double> Create(int inputSize, int outputSize, ResampleFilter filter)
    {
        var scale = (double)inputSize / outputSize;
        var filterScale = Math.Max(scale, 1.0);
        var support = ((int)filter + 1) * filterScale;
        var table = new WeightTable<double>(inputSize, outputSize, ((long)Math.Ceiling(support) * 2) + 1);
        for (var output = 0; output < outputSize; output++)
        {
            var center = (output + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var end = Math.Min((int)(center + support + 0.5), inputSize);
            Fill(table.Set(output, start, end - start), filter, start - center, 1.0 / filterScale);
        }

        return table;
    }

    internal static WeightTable<int> ToFixedPoint(WeightTable<double> exact)
    {
        var table = new WeightTable<int>(exact.InputSize, exact.OutputSize, exact.MaxCount);
        for (var output = 0; output < exact.OutputSize; output++)
        {
            var weights = exact.Weights(output);
            var rounded = table.Set(output, exact.Start(output), weights.Length);
            for (var i = 0; i < weights.Length; i++)
            {
                rounded[i] = (int)((weights[i] * (1 << FixedPointBits)) + (weights[i] < 0 ? -0.5 : 0.5));
            }
        }

        return table;
    }

    private static void Fill(Span<double> weights, ResampleFilter filter, double offset, double step)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Evaluate(filter, (i + offset + 0.5) * step);
            sum += weights[i];
        }

        for (var i = 0; i < weights.Length && sum != 0; i++)
        {
            weights[i] /= sum;
        }
    }

    private static double Evaluate(ResampleFilter filter, double x) => filter switch
    {
        ResampleFilter.Triangle => Math.Max(1 - Math.Abs(x), 0),
        ResampleFilter.Cubic => Cubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    // Keys' cubic convolution with a = -1/2.
    private static double Cubic(double x)
    {
        const double a = -0.5;
        return x switch
        {
            < 1 => ((((a + 2.0) * x) - (a + 3.0)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * a,
            _ => 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}

/// <summary>A resampling kernel. Its radius is 1, 2 and 3 source pixels, in this order, when nothing shrinks.</summary>
internal enum ResampleFilter
{
    Triangle,
    Cubic,
    Lanczos,
}
