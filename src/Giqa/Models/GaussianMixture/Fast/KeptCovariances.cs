using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The covariances of the last M-step, packed upper triangles, and their inputs: the next M-step needs to process only
/// the rows whose responsibility has changed.
/// </summary>
internal sealed unsafe class KeptCovariances : IDisposable
{
    private const long MostBytes = 1L << 30;

    private readonly int _columns;
    private readonly AlignedBuffer<double> _packed;
    private readonly PinnedArray _means;
    private readonly double[] _counts;
    private readonly WeightedRows?[] _applied;

    private KeptCovariances(int components, int columns)
    {
        _columns = columns;
        _packed = new AlignedBuffer<double>(components * PackedLength(columns));
        _means = new PinnedArray((long)components * columns);
        _counts = new double[components];
        _applied = new WeightedRows?[components];
    }

    /// <summary>Returns null if the covariances would take more memory than the saving is worth.</summary>
    internal static KeptCovariances? TryCreate(int components, int columns) =>
        components * PackedLength(columns) * sizeof(double) <= MostBytes ? new KeptCovariances(components, columns) : null;

    public void Dispose() => _packed.Dispose();

    /// <summary>The point that the kept covariance is centred on.</summary>
    internal double* Mean(int component) => _means.Pointer + ((long)component * _columns);

    /// <summary>N_k of the kept covariance.</summary>
    internal double Count(int component) => _counts[component];

    /// <summary>What has changed, or null if it is so much that recomputing the covariance is better.</summary>
    internal ResponsibilityChanges? Changes(int component, Responsibilities responsibilities)
    {
        if (_applied[component] is not { } applied)
        {
            return null;
        }

        var members = responsibilities.Members(component);
        return ResponsibilityChanges.Between(applied, members, members.Count / 2);
    }

    /// <summary>Keeps the upper triangle of a covariance.</summary>
    internal void Keep(int component, double* covariance, double* mean, double count, WeightedRows applied)
    {
        var packed = _packed.Pointer + (component * PackedLength(_columns));
        for (var row = 0; row < _columns; row++)
        {
            Copy(covariance + ((long)row * _columns) + row, packed + Offset(row), _columns - row);
        }

        Copy(mean, Mean(component), _columns);
        (_counts[component], _applied[component]) = (count, applied);
    }

    /// <summary>Writes some columns of the upper triangle, times a factor.</summary>
    internal void Restore(int component, int left, int end, double factor, double* covariance)
    {
        var packed = _packed.Pointer + (component * PackedLength(_columns));
        for (var row = 0; row < end; row++)
        {
            var first = Math.Max(row, left);
            VectorKernels.Scale(
                factor, packed + Offset(row) + (first - row), covariance + ((long)row * _columns) + first, end - first);
        }
    }

    private static long PackedLength(int columns) => (long)columns * (columns + 1) / 2;

    /// <summary>Where the packed row starts, at its diagonal.</summary>
    private long Offset(int row) => ((long)row * _columns) - ((long)row * (row - 1) / 2);

    private static void Copy(double* source, double* destination, int length) =>
        new ReadOnlySpan<double>(source, length).CopyTo(new Span<double>(destination, length));
}
