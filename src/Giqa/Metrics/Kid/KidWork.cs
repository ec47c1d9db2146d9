using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>KID of subsets, a piece for some of them.</summary>
internal sealed class KidWork(FeatureMatrix real, FeatureMatrix generated, IReadOnlyList<int[]> realRows, IReadOnlyList<int[]> generatedRows, bool isDouble) : PieceWork
{
    internal const string Word = "kid";

    private const int MostPieces = 32;

    internal override string Kind => Word;

    internal override int Pieces => ParallelBlocks.Count(realRows.Count, PieceSubsets);

    internal override double Seconds => 3.5e-11 * realRows.Count * realRows[0].Length * realRows[0].Length * real.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [real, generated];

    private int PieceSubsets => ParallelBlocks.Count(realRows.Count, MostPieces);

    internal static KidWork Read(PieceReader reader)
    {
        var (real, generated, size) = (reader.ReadFeatures(), reader.ReadFeatures(), reader.ReadInt());
        var (realRows, generatedRows, isDouble) = (reader.ReadInts(), reader.ReadInts(), reader.ReadInt() != 0);
        return new KidWork(real, generated, [.. realRows.Chunk(size)], [.. generatedRows.Chunk(size)], isDouble);
    }

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken)
    {
        var first = piece * PieceSubsets;
        var values = new double[Math.Min(PieceSubsets, realRows.Count - first)];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            values.Length,
            threads,
            () => new KidWorkspace(realRows[0].Length, real.Columns, isDouble),
            (subset, workspace) => values[subset] = workspace.Discrepancy(generated, generatedRows[first + subset], real, realRows[first + subset]),
            cancellationToken);
        return values;
    }

    internal override void Write(PieceWriter writer)
    {
        writer.Write(real);
        writer.Write(generated);
        writer.Write(realRows[0].Length);
        writer.Write(realRows.SelectMany(rows => rows).ToArray());
        writer.Write(generatedRows.SelectMany(rows => rows).ToArray());
        writer.Write(isDouble ? 1 : 0);
    }
}
