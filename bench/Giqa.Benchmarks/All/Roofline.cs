using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Benchmarks.All;

/// <summary>What one core of this machine can do, measured.</summary>
/// <param name="SingleFlops">Operations a second of a product in float32, 1,500 x 700 by 700 x 1,500.</param>
/// <param name="DoubleFlops">The same in float64.</param>
/// <param name="ReadBytes">Bytes a second that a sum over 512 MiB reads.</param>
/// <param name="CopyBytes">Bytes a second, read and written, of a copy of 256 MiB.</param>
internal sealed record Roofline(double SingleFlops, double DoubleFlops, double ReadBytes, double CopyBytes)
{
    private const int Rows = 1500;
    private const int Inner = 700;
    private const int Floats = 128 << 20;

    /// <summary>Measures, best of several by processor time, on one thread.</summary>
    internal static unsafe Roofline Measure()
    {
        LinearAlgebra.Current.UseOneThread();
        var random = new SeededRandom(1);
        var (a, c) = (new double[Rows * Inner], new double[Rows * Rows]);
        foreach (ref var value in a.AsSpan())
        {
            value = random.NextGaussian();
        }

        var (singleA, singleC) = (Array.ConvertAll(a, value => (float)value), new float[Rows * Rows]);
        const double operations = 2.0 * Rows * Rows * Inner;
        fixed (double* x = a, z = c)
        fixed (float* sx = singleA, sz = singleC)
        {
            var (px, pz, psx, psz) = ((nint)x, (nint)z, (nint)sx, (nint)sz);
            var single = Best(() => LinearAlgebra.Current.MultiplySingle(Transposed.No, Transposed.Yes, Rows, Rows, Inner, 1, (float*)psx, Inner, (float*)psx, Inner, 0, (float*)psz, Rows));
            var twice = Best(() => LinearAlgebra.Current.MultiplyDouble(Transposed.No, Transposed.Yes, Rows, Rows, Inner, 1, (double*)px, Inner, (double*)px, Inner, 0, (double*)pz, Rows));
            var values = new float[Floats];
            values.AsSpan().Fill(1);
            var sum = 0f;
            var read = Best(() => sum += TensorPrimitives.Sum<float>(values));
            var copy = Best(() => values.AsSpan(0, Floats / 2).CopyTo(values.AsSpan(Floats / 2)));
            return new Roofline(operations / single, operations / twice, sizeof(float) * (double)Floats / read, sizeof(float) * (double)Floats / copy);
        }
    }

    /// <summary>The least processor seconds for some work, its reads not overlapped by anything.</summary>
    internal double Least(Work work) => Math.Max((work.SingleFlops / SingleFlops) + (work.DoubleFlops / DoubleFlops), work.Bytes / ReadBytes);

    private static double Best(Action action)
    {
        var best = double.PositiveInfinity;
        action();
        for (var round = 0; round < 7; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            action();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds / 2);
        }

        return best;
    }
}

/// <summary>What a task cannot do without.</summary>
/// <param name="SingleFlops">Operations in float32.</param>
/// <param name="DoubleFlops">Operations in float64.</param>
/// <param name="Bytes">Bytes from memory.</param>
/// <param name="Why">What they are.</param>
internal readonly record struct Work(double SingleFlops, double DoubleFlops, double Bytes, string Why);
