using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Gaussians with a covariance matrix each. A mixture of M of them costs N M D^2 to evaluate in full; here most of that
/// is skipped without changing the result: see <see cref="DirectionBounds"/> and <see cref="MahalanobisBlocks"/>.
/// </summary>
internal sealed unsafe class FullGaussians : Gaussians
{
    private readonly PinnedArray _whitening;
    private readonly double[] _logDeterminants;
    private readonly double[] _ridges;
    private DirectionBounds? _bounds;
    private FullCovariances? _covariances;

    internal FullGaussians(int components, int dimensions)
        : base(components, dimensions)
    {
        _whitening = new PinnedArray((long)components * dimensions * dimensions);
        _logDeterminants = new double[components];
        _ridges = new double[components];
    }

    internal override CovarianceKind Kind => CovarianceKind.Full;

    internal override double[] Precisions => _whitening.Values;

    internal override long CovarianceParameters => (long)Components * Dimensions * (Dimensions + 1) / 2;

    private bool MayPrune => Components > 1 && Dimensions >= DirectionBounds.LeastDimensions;

    internal override double[] Covariances()
    {
        var covariances = new double[Precisions.LongLength];
        fixed (double* destination = covariances)
        {
            for (var component = 0; component < Components; component++)
            {
                CholeskyFactor.Covariance(Whitening(component), Dimensions, destination + ((long)component * Dimensions * Dimensions));
            }
        }

        return covariances;
    }

    internal override void Complete()
    {
        _covariances?.Dispose();
        _covariances = null;
        for (var component = 0; component < Components; component++)
        {
            _logDeterminants[component] = CholeskyFactor.LogDeterminant(Whitening(component), Dimensions);
        }

        if (MayPrune)
        {
            _bounds ??= new DirectionBounds(Components, Dimensions);
            _bounds.Refresh(_whitening, Means, new WorkContext(1, CancellationToken.None));
        }
    }

    internal override void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context)
    {
        var peaks = Enumerable.Range(0, Components).Select(component => LogPeak(component, _logDeterminants[component])).ToArray();
        if (!evaluation.Prune || !MayPrune)
        {
            EvaluateAll(rows, table, peaks, evaluation.FixedBlocks, context);
            return;
        }

        _bounds!.Write(rows, peaks, table, evaluation.FixedBlocks, context);
        var owners = evaluation.Owners ?? LargestBounds(table, rows.Rows);
        EvaluateOwners(rows, table, peaks, RowGroups.ByLabel(owners, Components), evaluation.FixedBlocks, context);
        EvaluateCandidates(rows, table, peaks, owners, evaluation.FixedBlocks, context);
    }

    protected override double UpdateCovariances(
        MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context)
    {
        _covariances ??= new FullCovariances(Components, Dimensions);
        var moments = new ComponentMoments(rows, responsibilities, Means, ComponentRows);
        var changed = _covariances.Compute(moments, _whitening, all: pooledRows > 0, context);
        FullCovariances.Pool(_whitening, Weights, ComponentRows, pooledRows);
        context.Run(changed.Length, task =>
        {
            var component = changed[task];
            _ridges[component] = CholeskyFactor.Whiten(Whitening(component), Dimensions, ridge, out _logDeterminants[component]);
        });
        if (MayPrune)
        {
            _bounds ??= new DirectionBounds(Components, Dimensions);
            _bounds.Refresh(_whitening, Means, context);
        }

        return _ridges.Max();
    }

    private double* Whitening(int component) => _whitening.Pointer + ((long)component * Dimensions * Dimensions);

    private MahalanobisBlocks CreateBlocks(bool fixedBlocks) => new(Dimensions, fixedBlocks);

    private void EvaluateAll(MatrixView rows, double* table, double[] peaks, bool fixedBlocks, WorkContext context)
    {
        var blockRows = MahalanobisBlocks.BlockRows(fixedBlocks);
        var blocks = ParallelBlocks.Count(rows.Rows, blockRows);
        context.Run(blocks * Components, () => CreateBlocks(fixedBlocks), (task, scratch) =>
        {
            var component = task % Components;
            var first = task / Components * blockRows;
            var members = new int[Math.Min(blockRows, rows.Rows - first)];
            for (var i = 0; i < members.Length; i++)
            {
                members[i] = first + i;
            }

            EvaluateOwnBlock(rows, table, peaks, component, members, scratch);
        });
    }

    private void EvaluateOwners(
        MatrixView rows, double* table, double[] peaks, RowGroups groups, bool fixedBlocks, WorkContext context)
    {
        var blockRows = MahalanobisBlocks.BlockRows(fixedBlocks);
        var tasks = Cut(groups.Sizes(), blockRows);
        context.Run(tasks.Count, () => CreateBlocks(fixedBlocks), (task, scratch) =>
        {
            var (component, first, count) = tasks[task];
            EvaluateOwnBlock(rows, table, peaks, component, groups.Members(component).Slice(first, count), scratch);
        });
    }

    private void EvaluateOwnBlock(
        MatrixView rows, double* table, double[] peaks, int component, ReadOnlySpan<int> members, MahalanobisBlocks scratch)
    {
        Span<double> squared = stackalloc double[members.Length];
        scratch.Measure(rows, members, Mean(component), Whitening(component), squared);
        for (var i = 0; i < members.Length; i++)
        {
            table[((long)members[i] * Components) + component] = peaks[component] - (0.5 * squared[i]);
        }
    }

    /// <summary>Evaluates the other components whose bound leaves them a chance, and discards the rest.</summary>
    private void EvaluateCandidates(
        MatrixView rows, double* table, double[] peaks, int[] owners, bool fixedBlocks, WorkContext context)
    {
        var candidates = Candidates(table, owners);
        var tasks = Cut(Array.ConvertAll(candidates, list => list.Count), MahalanobisBlocks.MostCandidates);
        context.Run(tasks.Count, () => CreateBlocks(fixedBlocks), (task, scratch) =>
        {
            var (component, first, count) = tasks[task];
            var members = candidates[component].GetRange(first, count).ToArray();
            var squared = new double[count];
            var limits = new double[count];
            for (var i = 0; i < count; i++)
            {
                var floor = table[((long)members[i] * Components) + owners[members[i]]] - Responsibilities.Negligible;
                limits[i] = 2 * (peaks[component] - floor);
            }

            var left = scratch.MeasureUpTo(rows, members, Mean(component), Whitening(component), squared, limits);
            for (var i = 0; i < left; i++)
            {
                table[((long)members[i] * Components) + component] = peaks[component] - (0.5 * squared[i]);
            }
        });
    }

    private List<int>[] Candidates(double* table, int[] owners)
    {
        var candidates = new List<int>[Components];
        for (var component = 0; component < Components; component++)
        {
            candidates[component] = [];
        }

        for (var row = 0; row < owners.Length; row++)
        {
            var values = new Span<double>(table + ((long)row * Components), Components);
            var floor = values[owners[row]] - Responsibilities.Negligible;
            for (var component = 0; component < Components; component++)
            {
                if (component == owners[row])
                {
                    continue;
                }

                if (!(values[component] < floor))
                {
                    candidates[component].Add(row);
                }

                values[component] = double.NegativeInfinity;
            }
        }

        return candidates;
    }

    private int[] LargestBounds(double* table, int rows)
    {
        var owners = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var values = new ReadOnlySpan<double>(table + ((long)row * Components), Components);
            for (var component = 1; component < Components; component++)
            {
                owners[row] = values[component] > values[owners[row]] ? component : owners[row];
            }
        }

        return owners;
    }

    private static List<(int Component, int First, int Count)> Cut(int[] sizes, int most)
    {
        var tasks = new List<(int Component, int First, int Count)>();
        for (var component = 0; component < sizes.Length; component++)
        {
            for (var first = 0; first < sizes[component]; first += most)
            {
                tasks.Add((component, first, Math.Min(most, sizes[component] - first)));
            }
        }

        // Components one after the other within a stretch of rows, which then stays in the cache.
        return [.. tasks.OrderBy(task => task.First)];
    }
}
