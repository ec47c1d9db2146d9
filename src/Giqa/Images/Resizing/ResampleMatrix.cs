namespace Giqa.Images;

/// <summary>The resampling of one axis as a dense matrix, for programs that compute it elsewhere.</summary>
internal static class ResampleMatrix
{
    /// <summary>Makes the matrix.</summary>
    /// <param name="mode">The tool to reproduce; the 8-bit modes' weights are rounded as theirs are.</param>
    /// <param name="input">Source positions.</param>
    /// <param name="output">Output positions.</param>
    /// <returns>output x input weights, row-major.</returns>
    internal static double[] Create(ResizeMode mode, int input, int output) => mode switch
    {
        ResizeMode.PilBilinear => Bytes(ResampleFilter.Triangle, input, output),
        ResizeMode.PilBicubic => Bytes(ResampleFilter.Cubic, input, output),
        ResizeMode.PilLanczos => Bytes(ResampleFilter.Lanczos, input, output),
        ResizeMode.PilBilinearFloat => Pillow(ResampleFilter.Triangle, input, output),
        ResizeMode.PilBicubicFloat => Pillow(ResampleFilter.Cubic, input, output),
        ResizeMode.PilLanczosFloat => Pillow(ResampleFilter.Lanczos, input, output),
        ResizeMode.TorchBilinear => Dense(TorchWeights.Bilinear(input, output), weight => weight),
        ResizeMode.TorchBilinearAntialias => Dense(TorchWeights.Antialiased(input, output), weight => weight),
        ResizeMode.TensorFlowBilinear => TensorFlow(input, output),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "is not a resize mode"),
    };

    /// <summary>Whether a mode rounds to whole numbers after each axis.</summary>
    internal static bool RoundsToBytes(ResizeMode mode) => mode is ResizeMode.PilBilinear or ResizeMode.PilBicubic or ResizeMode.PilLanczos;

    private static double[] Bytes(ResampleFilter filter, int input, int output)
    {
        using var exact = PillowWeights.Create(input, output, filter);
        return Dense(PillowWeights.ToFixedPoint(exact), weight => weight / (double)(1 << PillowWeights.FixedPointBits));
    }

    private static double[] Pillow(ResampleFilter filter, int input, int output) => Dense(PillowWeights.Create(input, output, filter), weight => weight);

    private static double[] TensorFlow(int input, int output)
    {
        using var table = TensorFlowWeights.Bilinear(input, output);
        var matrix = new double[output * input];
        for (var row = 0; row < output; row++)
        {
            // The second weight is the share of the way from the first sample to the second.
            var share = table.Weights(row) is [_, var second] ? second : 0;
            matrix[(row * input) + table.Start(row)] = 1 - share;
            if (share > 0)
            {
                matrix[(row * input) + table.Start(row) + 1] = share;
            }
        }

        return matrix;
    }

    private static double[] Dense<TWeight>(WeightTable<TWeight> table, Func<TWeight, double> read)
        where TWeight : unmanaged
    {
        using (table)
        {
            var matrix = new double[table.OutputSize * table.InputSize];
            for (var output = 0; output < table.OutputSize; output++)
            {
                var weights = table.Weights(output);
                for (var i = 0; i < weights.Length; i++)
                {
                    matrix[(output * table.InputSize) + table.Start(output) + i] = read(weights[i]);
                }
            }

            return matrix;
        }
    }
}
