using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The rows of every component with their responsibilities, rows rising. Responsibilities below e^-45 are left out, because they
/// are lost in the rounding of any sum with the others.
/// </summary>
internal sealed unsafe class Responsibilities
{
    /// <summary>Log densities this far below a row's best add nothing at double precision.</summary>
    internal const double Negligible = 45;

    private const int BlockRows = 1024;

    private readonly int[] _rows;
    private readonly double[] _weights;
    private readonly int[] _starts;

    private Responsibilities(int[] rows, double[] weights, int[] starts)
    {
        _rows = rows;
        _weights = weights;
        _starts = starts;
    }

    internal int Components => _starts.Length - 1;

    /// <summary>Every row belongs to only one component.</summary>
    internal static Responsibilities FromLabels(ReadOnlySpan<int> labels, int components)
    {
        var groups = RowGroups.ByLabel(labels, components);
        var starts = new int[components + 1];
        var rows = new int[labels.Length];
        for (var component = 0; component < components; component++)
        {
            var members = groups.Members(component);
            members.CopyTo(rows.AsSpan(starts[component]));
            starts[component + 1] = starts[component] + members.Length;
        }

        var weights = new double[labels.Length];
        Array.Fill(weights, 1.0);
        return new Responsibilities(rows, weights, starts);
    }

    /// <summary>
    /// Divides by the total density of every row (log-sum-exp). The table's log densities become responsibilities,
    /// <paramref name="owners"/> the component with the largest one.
    /// </summary>
    internal static Responsibilities FromLogDensities(
        double* table, int rows, int components, Span<double> totals, int[] owners, WorkContext context)
    {
        var blocks = ParallelBlocks.Count(rows, BlockRows);
        var counts = new int[(long)blocks * components];
        fixed (double* totalPointer = totals)
        {
            var destination = totalPointer;
            context.Run(blocks, block =>
            {
                var count = counts.AsSpan(block * components, components);
                var end = Math.Min(rows, (block + 1) * BlockRows);
                for (var row = block * BlockRows; row < end; row++)
                {
                    var values = new Span<double>(table + ((long)row * components), components);
                    destination[row] = Normalise(values, count, out owners[row]);
                }
            });
        }

        return Collect(table, rows, counts, components, context);
    }

    /// <summary>ln sum_k exp(value_k), summed in the order of the components.</summary>
    internal static double LogSumExp(ReadOnlySpan<double> values)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            largest = Math.Max(largest, value);
        }

        if (double.IsInfinity(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (var value in values)
        {
            if (value >= largest - Negligible)
            {
                sum += Math.Exp(value - largest);
            }
        }

        return largest + Math.Log(sum);
    }

    internal ReadOnlySpan<int> Rows(int component) => _rows.AsSpan(_starts[component]..(_starts[component + 1]));

    internal ReadOnlySpan<double> Weights(int component) => _weights.AsSpan(_starts[component]..(_starts[component + 1]));

    /// <summary>The rows of a component with their responsibilities.</summary>
    internal WeightedRows Members(int component)
    {
        var range = _starts[component].._starts[component + 1];
        return new WeightedRows(_rows.AsMemory(range), _weights.AsMemory(range));
    }

    private static double Normalise(Span<double> values, Span<int> counts, out int owner)
    {
        var total = LogSumExp(values);
        owner = 0;
        for (var component = 0; component < values.Length; component++)
        {
            ref var value = ref values[component];
            value = value >= total - Negligible ? Math.Exp(value - total) : 0;
            if (value > 0)
            {
                counts[component]++;
                owner = value > values[owner] ? component : owner;
            }
        }

        return total;
    }

    private static Responsibilities Collect(double* table, int rows, int[] counts, int components, WorkContext context)
    {
        var blocks = counts.Length / components;
        var starts = new int[components + 1];
        var next = 0;
        for (var component = 0; component < components; component++)
        {
            starts[component] = next;
            for (var block = 0; block < blocks; block++)
            {
                ref var count = ref counts[(block * components) + component];
                (count, next) = (next, checked(next + count));
            }
        }

        starts[components] = next;
        var memberRows = new int[next];
        var weights = new double[next];
        context.Run(blocks, block =>
        {
            var position = counts.AsSpan(block * components, components);
            var end = Math.Min(rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                var values = new ReadOnlySpan<double>(table + ((long)row * components), components);
                for (var component = 0; component < components; component++)
                {
                    if (values[component] > 0)
                    {
                        memberRows[position[component]] = row;
                        weights[position[component]++] = values[component];
                    }
                }
            }
        });
        return new Responsibilities(memberRows, weights, starts);
    }
}

/// <summary>Some rows of a matrix with a weight each.</summary>
/// <param name="Rows">Rising.</param>
/// <param name="Weights">As many, above 0.</param>
internal readonly record struct WeightedRows(ReadOnlyMemory<int> Rows, ReadOnlyMemory<double> Weights)
{
    internal int Count => Rows.Length;
}
