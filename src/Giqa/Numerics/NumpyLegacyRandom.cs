namespace Giqa.Numerics;

/// <summary>
/// NumPy's legacy <c>RandomState</c>: MT19937 (Matsumoto and Nishimura, 1998) with NumPy's own ways of drawing numbers,
/// so that a seed written down for a Python tool draws the same rows here.
/// </summary>
/// <remarks>Not thread-safe: every draw moves the state.</remarks>
internal sealed class NumpyLegacyRandom
{
    private const int StateLength = 624;
    private const int MiddleWord = 397;

    private readonly uint[] _state = new uint[StateLength];
    private int _position = StateLength;

    internal NumpyLegacyRandom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < StateLength; i++)
        {
            var previous = _state[i - 1];
            _state[i] = (1812433253u * (previous ^ (previous >> 30))) + i;
        }
    }

    /// <summary>32 random bits.</summary>
    internal uint NextUInt32()
    {
        if (_position == StateLength)
        {
            Twist();
        }

        var value = _state[_position++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9d2c5680u;
        value ^= (value << 15) & 0xefc60000u;
        return value ^ (value >> 18);
    }

    /// <summary><c>random_sample()</c>: uniform in [0, 1) with 53 bits.</summary>
    internal double NextDouble()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>Uniform in 0..<paramref name="maximum"/>, both included, by masked rejection as <c>randint</c> and <c>shuffle</c> draw.</summary>
    internal int NextIndex(int maximum)
    {
        if (maximum == 0)
        {
            return 0;
        }

        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)maximum);
        while (true)
        {
            var value = NextUInt32() & mask;
            if (value <= (uint)maximum)
            {
                return (int)value;
            }
        }
    }

    /// <summary><c>permutation(count)</c>.</summary>
    internal int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = count - 1; i > 0; i--)
        {
            var other = NextIndex(i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary><c>choice(count, size, replace=False)</c>: NumPy permutes everything and takes the head.</summary>
    internal int[] Choose(int count, int size) => Permutation(count)[..size];

    private void Twist()
    {
        for (var i = 0; i < StateLength; i++)
        {
            var bits = (_state[i] & 0x80000000u) | (_state[(i + 1) % StateLength] & 0x7fffffffu);
            _state[i] = _state[(i + MiddleWord) % StateLength] ^ (bits >> 1) ^ ((bits & 1) == 0 ? 0u : 0x9908b0dfu);
        }

        _position = 0;
    }
}
