using Giqa.Numerics;

namespace Giqa.Training.Generators;

/// <summary>
/// Random numbers that depend on a run's seed, a purpose and a number alone, never on what was drawn before: a resumed run draws
/// what an unbroken one would, with no state to save.
/// </summary>
internal static class DrawKey
{
    internal enum Purpose : ulong
    {
        Weights = 1,
        Step = 3,
        HeldOut,
    }

    internal static SeededRandom Random(ulong seed, Purpose purpose, long number) =>
        new(Mix(Mix(Mix(seed) + (ulong)purpose) + (ulong)number));

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
