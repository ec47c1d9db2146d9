namespace Giqa.Cli;

/// <summary>What the process returns; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Done, but some inputs had no usable image and were skipped; they are listed.</summary>
    public const int Skipped = 3;
    public const int Cancelled = 130;
}
