using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>What the images of one set do to FID, a piece for each stretch of them.</summary>
/// <param name="features">The set whose images are removed.</param>
/// <param name="mean">Its mean.</param>
/// <param name="gap">Its mean minus the other's.</param>
/// <param name="whole">tr S - tr T S, with S its covariance and T the map onto the other's.</param>
/// <param name="root">D x D matrix G with G^T G = T.</param>
internal sealed unsafe class InfluenceWork(FeatureMatrix features, double[] mean, double[] gap, double whole, AlignedBuffer<double> root) : PieceWork
{
    internal const string Word = "influences";

    private const int BlockRows = 256;

    internal override string Kind => Word;

    internal override int Pieces => ParallelBlocks.Count(features.Rows, PieceRows);

    internal override double Seconds => 8e-11 * features.Rows * features.Columns * features.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [features];

    /// <summary>A whole number of blocks, so that products have one shape wherever they are made.</summary>
    private int PieceRows => Math.Max(BlockRows, RowMoments.LeafRows(features.Rows, features.Columns));

    internal static InfluenceWork Read(PieceReader reader)
    {
        var features = reader.ReadFeatures();
        var (mean, gap, whole, root) = (reader.ReadDoubles(), reader.ReadDoubles(), reader.ReadDouble(), reader.ReadDoubles());
        var buffer = new AlignedBuffer<double>(root.Length);
        root.CopyTo(new Span<double>(buffer.Pointer, root.Length));
        return new InfluenceWork(features, mean, gap, whole, buffer);
    }

    /// <summary>FID minus FID without the image, for every image.</summary>
    internal double[] Influences(int threads, CancellationToken cancellationToken) =>
        TryShare(cancellationToken) is { } pieces ? [.. pieces.SelectMany(piece => piece)] : Of(0, features.Rows, threads, cancellationToken);

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken) =>
        Of(piece * PieceRows, Math.Min(PieceRows, features.Rows - (piece * PieceRows)), threads, cancellationToken);

    internal override void Write(PieceWriter writer)
    {
        writer.Write(features);
        writer.Write(mean);
        writer.Write(gap);
        writer.Write(whole);
        writer.Write(new ReadOnlySpan<double>(root.Pointer, features.Columns * features.Columns));
    }

    private double[] Of(int start, int rowCount, int threads, CancellationToken cancellationToken)
    {
        var size = features.Columns;
        var rows = new FeatureRows(features);
        var influences = new double[rowCount];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            ParallelBlocks.Count(rowCount, BlockRows),
            threads,
            () => new AlignedBuffer<double>(2L * BlockRows * size),
            (block, memory) =>
            {
                var first = block * BlockRows;
                var count = Math.Min(BlockRows, rowCount - first);
                var mapped = memory.Pointer + ((long)BlockRows * size);
                for (var i = 0; i < count; i++)
                {
                    rows.CopyCentred(start + first + i, mean, new Span<double>(memory.Pointer + ((long)i * size), size));
                }

                LinearAlgebra.Current.MultiplyDouble(
                    Transposed.No, Transposed.Yes, BlockRows, size, size,
                    1.0, memory.Pointer, size, root.Pointer, size, 0.0, mapped, size);
                for (var i = 0; i < count; i++)
                {
                    var centred = new ReadOnlySpan<double>(memory.Pointer + ((long)i * size), size);
                    var transported = new ReadOnlySpan<double>(mapped + ((long)i * size), size);
                    influences[first + i] = Influence(centred, transported, features.Rows);
                }
            },
            cancellationToken);
        return influences;
    }

    private double Influence(ReadOnlySpan<double> centred, ReadOnlySpan<double> transported, double count)
    {
        var length = StableSums.Dot(centred, centred);
        var meanChange = (-2.0 * StableSums.Dot(gap, centred) / (count - 1.0)) + (length / ((count - 1.0) * (count - 1.0)));
        var own = length - StableSums.Dot(transported, transported);
        var covarianceChange = (whole - (count / (count - 1.0) * own)) / (count - 2.0);
        return -(meanChange + covarianceChange);
    }
}
