using Giqa.Numerics;

namespace Giqa.Training.Data;

/// <summary>
/// The numbers 0 .. count-1 over and over, each time in a different random order. Its position is one number, so that training can resume
/// exactly where it was.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class ShuffledOrder
{
    private readonly ulong _seed;
    private int[] _order = [];
    private long _epochOfOrder = -1;

    /// <summary>Starts at the first number of the first order.</summary>
    /// <param name="count">How many numbers there are, at least 1.</param>
    /// <param name="seed">Determines all orders.</param>
    public ShuffledOrder(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (Count, _seed) = (count, seed);
    }

    /// <summary>How many numbers there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers have been drawn since the start. Setting it moves to that position.</summary>
    public long Drawn { get; set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Drawn), value, "must not be negative"); }

    /// <summary>How many times all numbers have been drawn.</summary>
    public long Epoch => Drawn / Count;

    /// <summary>Draws the next numbers; a batch may run from the end of one order into the next.</summary>
    public int[] Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (Epoch != _epochOfOrder)
            {
                _order = new SeededRandom(Seeds.Of(_seed, Epoch)).Permutation(Count);
                _epochOfOrder = Epoch;
            }

            numbers[i] = _order[Drawn % Count];
            Drawn++;
        }

        return numbers;
    }
}
