using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// Squared distances between blocks of rows by one float32 product, with a bound on their error, so that a comparison
/// that the product cannot decide is decided by the exact distance. Rows are centred by a common point, which shortens
/// them and with them the error.
/// </summary>
/// <remarks>
/// The product's error grows as the root of the length; <see cref="Slack"/> allows 6 root D + 16 units in the last place
/// of |x|^2 + |y|^2, more than ten times the largest error seen on 2048 dimensions.
/// </remarks>
internal sealed class DistanceTiles
{
    /// <summary>Rows of a block.</summary>
    internal const int BlockRows = 512;

    private readonly float[] _centre;

    internal DistanceTiles(FeatureMatrix features)
        : this(Moments.Mean(new FeatureRows(features), threads: 1, CancellationToken.None))
    {
    }

    /// <summary>Tiles of rows that are centred by a point, which is rounded to float32.</summary>
    internal DistanceTiles(double[] centre)
    {
        Columns = centre.Length;
        Slack = (float)Math.ScaleB((6.0 * Math.Sqrt(Columns)) + 16.0, -24);
        _centre = Array.ConvertAll(centre, value => (float)value);
    }

    /// <summary>The common point.</summary>
    internal double[] Centre => Array.ConvertAll(_centre, value => (double)value);

    internal int Columns { get; }

    /// <summary>The largest error of a squared distance, as a share of |x|^2 + |y|^2.</summary>
    internal float Slack { get; }

    /// <summary>|x - centre|^2 of every row.</summary>
    internal float[] Norms(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        var norms = new float[features.Rows];
        ParallelBlocks.Run(
            ParallelBlocks.Count(features.Rows, BlockRows),
            threads,
            block =>
            {
                for (var row = block * BlockRows; row < Math.Min(features.Rows, (block + 1) * BlockRows); row++)
                {
                    norms[row] = (float)StableSums.SquaredDistance(features.Row(row), _centre);
                }
            },
            cancellationToken);
        return norms;
    }

    /// <summary>Copies a block of centred rows; gives how many there are.</summary>
    internal unsafe int Load(FeatureMatrix features, int first, float* destination)
    {
        var count = Math.Min(BlockRows, features.Rows - first);
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.Subtract(features.Row(first + i), _centre, new Span<float>(destination + ((long)i * Columns), Columns));
        }

        return count;
    }

    /// <summary>product = a b^T for two loaded blocks, its rows <see cref="BlockRows"/> apart.</summary>
    internal unsafe void Multiply(float* a, int countA, float* b, int countB, float* product) =>
        LinearAlgebra.Current.MultiplySingle(
            Transposed.No, Transposed.Yes, countA, countB, Columns,
            1f, a, Columns, b, Columns, 0f, product, BlockRows);

    /// <summary>product = a a^T for a loaded block: the upper half is computed, and copied into the lower one.</summary>
    internal unsafe void MultiplyItself(float* a, int count, float* product)
    {
        LinearAlgebra.Current.SymmetricRankSingle(
            Transposed.No, count, Columns, 1f, a, Columns, 0f, product, BlockRows);
        for (var row = 1; row < count; row++)
        {
            for (var column = 0; column < row; column++)
            {
                product[((long)row * BlockRows) + column] = product[((long)column * BlockRows) + row];
            }
        }
    }
}
