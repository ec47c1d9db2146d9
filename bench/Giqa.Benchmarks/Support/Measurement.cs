namespace Giqa.Benchmarks.Support;

/// <summary>What a worker answers to one task.</summary>
/// <param name="Items">How many items it did.</param>
/// <param name="Wall">Seconds by the clock.</param>
/// <param name="Cpu">Seconds of processor time, all threads.</param>
/// <param name="PeakMiB">The process's peak resident memory so far.</param>
/// <param name="IdleMiB">What it held before its first task, its libraries loaded.</param>
/// <param name="Check">A digest of the result, to see that both sides computed the same.</param>
internal sealed record Measurement(int Items, double Wall, double Cpu, double PeakMiB, double IdleMiB, string Check)
{
    internal double WallPerItem => Wall / Items;

    internal double CpuPerItem => Cpu / Items;

    /// <summary>What the tasks needed beyond an idle process.</summary>
    internal double TaskMiB => PeakMiB - IdleMiB;

    /// <summary>The measurement with the median processor time of several, and the highest peak.</summary>
    internal static Measurement Median(IReadOnlyList<Measurement> rounds)
    {
        var sorted = rounds.OrderBy(round => round.CpuPerItem).ToList();
        var walls = rounds.Select(round => round.WallPerItem).Order().ToList();
        var middle = sorted[sorted.Count / 2];
        return middle with { Wall = walls[walls.Count / 2] * middle.Items, PeakMiB = rounds.Max(round => round.PeakMiB) };
    }
}
