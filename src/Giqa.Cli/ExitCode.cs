namespace Giqa.Cli;

/// <summary>What the process returns; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Done, but some inputs had no usable image and were skipped; they are listed.</summary>
    public const int Skipped = 3;

    /// <summary>The gate's answer: worse than the rules allow.</summary>
    public const int Worse = 4;

    /// <summary>The gate's answer: neither shown to be worse nor to be no worse.</summary>
    public const int Undecided = 5;

    public const int Cancelled = 130;
}
