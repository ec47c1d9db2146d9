using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Finds principal components, from the smaller of the covariance and the Gram matrix.</summary>
internal static unsafe class PrincipalComponentsFit
{
    /// <param name="rows">N x D.</param>
    /// <param name="measure">Their moments, where they are needed.</param>
    /// <param name="rate">The share of the variance to keep.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    internal static PrincipalComponents Run<TRows>(TRows rows, Func<RowMoments> measure, double rate, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        if (!(rate > 0 && rate <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "the share of the variance to keep must be above 0 and at most 1");
        }

        if (rows.Rows < 2)
        {
            throw new GiqaException($"PCA was given {rows.Rows} feature rows; at least 2 are needed: give more images, or switch PCA off");
        }

        return rows.Rows < rows.Columns
            ? FromGram(rows, Moments.Mean(rows, threads, cancellationToken), rate, threads, cancellationToken)
            : FromCovariance(measure(), rate, cancellationToken);
    }

    private static PrincipalComponents FromCovariance(RowMoments moments, double rate, CancellationToken cancellationToken)
    {
        var columns = moments.Mean.Length;
        using var matrix = new AlignedBuffer<double>((long)columns * columns);
        TensorPrimitives.Divide(moments.Scatter, moments.Count - 1.0, new Span<double>(matrix.Pointer, moments.Scatter.Length));
        var rising = new double[columns];
        Decompose(matrix.Pointer, rising, cancellationToken);
        var variances = Falling(rising);
        var kept = Kept(variances, rate);
        var components = new double[(long)kept * columns];
        for (var i = 0; i < kept; i++)
        {
            var vector = new ReadOnlySpan<double>(matrix.Pointer + ((long)(columns - 1 - i) * columns), columns);
            vector.CopyTo(components.AsSpan(i * columns, columns));
        }

        return Build(moments.Mean, components, variances, kept);
    }

    /// <summary>X X^T u = s^2 u gives the components X^T u / s without a D x D matrix.</summary>
    private static PrincipalComponents FromGram<TRows>(
        TRows rows, double[] mean, double rate, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        int count = rows.Rows, columns = rows.Columns;
        using var centred = new AlignedBuffer<double>((long)count * columns);
        using var gram = new AlignedBuffer<double>((long)count * count);
        Moments.Centre(rows, 0, mean, new MatrixView(centred.Pointer, count, columns), threads, cancellationToken);
        LinearAlgebra.Current.SymmetricRankDouble(
            Transposed.No, count, columns,
            1.0 / (count - 1), centred.Pointer, columns, 0, gram.Pointer, count);
        var rising = new double[count];
        Decompose(gram.Pointer, rising, cancellationToken);
        var variances = Falling(rising);
        var kept = Kept(variances, rate);
        var components = new double[(long)kept * columns];
        fixed (double* destination = components)
        {
            for (var i = 0; i < kept; i++)
            {
                var vector = gram.Pointer + ((long)(count - 1 - i) * count);
                for (var row = 0; row < count; row++)
                {
                    VectorKernels.AddScaled(vector[row], centred.Pointer + ((long)row * columns), destination + ((long)i * columns), columns);
                }
            }
        }

        Normalise(components, columns);
        return Build(mean, components, variances, kept);
    }

    private static void Decompose(double* matrix, double[] rising, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < rising.Length; i++)
        {
            if (!double.IsFinite(matrix[((long)i * rising.Length) + i]))
            {
                throw new GiqaException("a feature holds NaN or infinity in a row given to PCA; only finite features are allowed: extract the features again");
            }
        }

        fixed (double* values = rising)
        {
            SymmetricEigen.Decompose(matrix, rising.Length, values);
        }
    }

    private static double[] Falling(double[] rising)
    {
        var falling = new double[rising.Length];
        for (var i = 0; i < falling.Length; i++)
        {
            falling[i] = Math.Max(0, rising[^(i + 1)]);
        }

        return falling;
    }

    /// <summary>The smallest number of components whose cumulative share is above the rate; never a direction without variance.</summary>
    private static int Kept(double[] variances, double rate)
    {
        var total = variances.Sum();
        if (!(total > 0))
        {
            throw new GiqaException("all feature rows given to PCA are equal, so there is no variance to explain: give different images, or switch PCA off");
        }

        var smallest = variances[0] * variances.Length * 2.3e-16;
        double sum = 0;
        var kept = 0;
        while (kept < variances.Length && (kept == 0 || (sum / total <= rate && variances[kept] > smallest)))
        {
            sum += variances[kept++];
        }

        return kept;
    }

    private static void Normalise(double[] components, int columns)
    {
        for (var start = 0; start < components.Length; start += columns)
        {
            var vector = components.AsSpan(start, columns);
            double squares = 0;
            foreach (var value in vector)
            {
                squares += value * value;
            }

            var length = Math.Sqrt(squares);
            foreach (ref var value in vector)
            {
                value /= length;
            }
        }
    }

    private static PrincipalComponents Build(double[] mean, double[] components, double[] variances, int kept)
    {
        for (var i = 0; i < kept; i++)
        {
            MakeLargestPositive(components.AsSpan(i * mean.Length, mean.Length));
        }

        var left = variances.AsSpan(kept);
        double noise = 0;
        foreach (var variance in left)
        {
            noise += variance;
        }

        return new PrincipalComponents(mean, components, variances[..kept], variances.Sum(), left.IsEmpty ? 0 : noise / left.Length);
    }

    private static void MakeLargestPositive(Span<double> vector)
    {
        double largest = 0;
        foreach (var value in vector)
        {
            if (Math.Abs(value) > Math.Abs(largest))
            {
                largest = value;
            }
        }

        if (largest < 0)
        {
            foreach (ref var value in vector)
            {
                value = -value;
            }
        }
    }
}
