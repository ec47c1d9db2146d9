using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One pass over the distances between two sets, tile by tile, that decides which row is in which ball.</summary>
internal sealed unsafe class OverlapPass
{
    private const int BlockRows = DistanceTiles.BlockRows;

    private readonly RealManifold _real;
    private readonly FeatureMatrix _generated;
    private readonly PrdcOptions _options;
    private readonly float[] _generatedNorms;
    private readonly double[] _generatedRadii;
    private readonly float[] _generatedReach;

    internal OverlapPass(RealManifold real, FeatureMatrix generated, PrdcOptions options)
    {
        (_real, _generated, _options) = (real, generated, options);
        Inside = new bool[generated.Rows];
        BallCounts = new int[generated.Rows];
        Reached = new bool[real.Features.Rows];
        Covered = new bool[real.Features.Rows];
        _generatedNorms = real.Tiles.Norms(generated, options.Threads, CancellationToken.None);
        _generatedRadii = new double[generated.Rows];
        _generatedReach = new float[generated.Rows];
    }

    internal bool[] Inside { get; }

    internal int[] BallCounts { get; }

    internal bool[] Reached { get; }

    internal bool[] Covered { get; }

    internal void Run(CancellationToken cancellationToken)
    {
        var neighbours = _options.PrecisionNeighbours;
        var distances = NeighbourRadii.Compute(_generated, _generatedNorms, _real.Tiles, neighbours, _options.Threads, cancellationToken);
        var radii = Array.ConvertAll(distances, row => row[neighbours - 1]);
        if (!new OverlapWork(_real, _generated, radii, _options).TryFill(this, cancellationToken))
        {
            Run(radii, 0, ParallelBlocks.Count(_real.Features.Rows, BlockRows), _options.Threads, cancellationToken);
        }
    }

    /// <summary>Decides for some blocks of reals, given the radii of the generated rows' balls.</summary>
    internal void Run(double[] radii, int firstBlock, int blocks, int threads, CancellationToken cancellationToken)
    {
        for (var i = 0; i < radii.Length; i++)
        {
            _generatedRadii[i] = radii[i];
            _generatedReach[i] = MathF.BitIncrement((float)radii[i]);
        }

        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            blocks,
            threads,
            () => new OverlapTally(this, _real.Tiles),
            (block, tally) =>
            {
                for (var first = 0; first < _generated.Rows; first += BlockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    VisitTile((firstBlock + block) * BlockRows, first, tally);
                }
            },
            cancellationToken);
    }

    private void VisitTile(int firstReal, int firstGenerated, OverlapTally tally)
    {
        tally.Memory.Multiply(_real.Features, firstReal, _generated, firstGenerated);
        var count = Math.Min(BlockRows, _generated.Rows - firstGenerated);
        var norms = _generatedNorms.AsSpan(firstGenerated, count);
        var reach = _generatedReach.AsSpan(firstGenerated, count);
        var end = Math.Min(_real.Features.Rows, firstReal + BlockRows);
        for (var real = firstReal; real < end; real++)
        {
            var products = new ReadOnlySpan<float>(tally.Memory.Product + ((long)(real - firstReal) * BlockRows), count);
            var distances = _real.Distances[real];
            var realReach = MathF.BitIncrement((float)distances[^1]);
            tally.Hits.Clear();
            BallScan.Find(products, norms, _real.Norms[real], _real.Tiles.Slack, reach, realReach, tally.Hits);
            foreach (var hit in tally.Hits)
            {
                Decide(real, firstGenerated + hit, products[hit], tally);
            }
        }
    }

    private void Decide(int real, int generated, float product, OverlapTally tally)
    {
        var norms = (double)_real.Norms[real] + _generatedNorms[generated];
        var pair = new PairDistance(_real.Features, real, _generated, generated, norms - (2.0 * product), _real.Tiles.Slack * norms);
        var distances = _real.Distances[real];
        if (pair.IsWithin(distances[_options.PrecisionNeighbours - 1], _options.PrecisionInclusive))
        {
            tally.Inside[generated] = true;
        }

        if (pair.IsWithin(distances[_options.DensityNeighbours - 1], inclusive: false))
        {
            tally.BallCounts[generated]++;
            Covered[real] = true;
        }

        if (!Reached[real] && pair.IsWithin(_generatedRadii[generated], _options.PrecisionInclusive))
        {
            Reached[real] = true;
        }
    }
}
