namespace Giqa.Training.Data;

/// <summary>Derives a seed for each numbered thing from one seed.</summary>
internal static class Seeds
{
    internal static ulong Of(ulong seed, long number)
    {
        // SplitMix64's finaliser: seeds that differ by one must not start sequences that overlap.
        var mixed = seed + (0x9E3779B97F4A7C15 * ((ulong)number + 1));
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
