using System.Buffers;

namespace Giqa.Images;

/// <summary>For every output position of one axis: the first source position, how many there are, and their weights.</summary>
/// <remarks>Rented memory: dispose when done. Not to be written after it was filled.</remarks>
internal sealed class WeightTable<TWeight> : IDisposable
    where TWeight : unmanaged
{
    private const long MaxWeights = 1 << 24;
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly TWeight[] _weights;

    /// <param name="inputSize">Source positions.</param>
    /// <param name="outputSize">Output positions.</param>
    /// <param name="maxCount">The most weights that one output position may have.</param>
    internal WeightTable(int inputSize, int outputSize, long maxCount)
    {
        if (maxCount * outputSize > MaxWeights)
        {
            throw new ImageException(ImageFault.TooLarge, $"a side of {inputSize} pixels is too long to be resampled to {outputSize}");
        }

        InputSize = inputSize;
        OutputSize = outputSize;
        MaxCount = (int)maxCount;
        _starts = ArrayPool<int>.Shared.Rent(outputSize);
        _counts = ArrayPool<int>.Shared.Rent(outputSize);
        _weights = ArrayPool<TWeight>.Shared.Rent(outputSize * MaxCount);
    }

    internal int InputSize { get; }

    internal int OutputSize { get; }

    internal int MaxCount { get; }

    internal int Start(int output) => _starts[output];

    internal ReadOnlySpan<TWeight> Weights(int output) => _weights.AsSpan(output * MaxCount, _counts[output]);

    /// <summary>Announces the source range of an output position and gives its weights to be written.</summary>
    internal Span<TWeight> Set(int output, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, InputSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        _starts[output] = start;
        _counts[output] = count;
        return _weights.AsSpan(output * MaxCount, count);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<TWeight>.Shared.Return(_weights);
    }
}
