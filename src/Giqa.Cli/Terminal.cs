using System.Text;
using Giqa.Cli.Rendering;

namespace Giqa.Cli;

/// <summary>Where a run writes: results to one stream, everything else to the other.</summary>
/// <param name="Out">Results alone.</param>
/// <param name="Error">Notes, warnings, errors, progress.</param>
/// <param name="OutIsTerminal">A person reads <see cref="Out"/>: tables may be as wide as the window.</param>
/// <param name="ErrorIsTerminal">A person reads <see cref="Error"/>: progress may be drawn.</param>
/// <param name="Time">The clock behind rates and times left.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool OutIsTerminal, bool ErrorIsTerminal, TimeProvider Time)
{
    private const int Narrowest = 40;
    private const int Widest = 100;
    private const int Usual = 80;

    /// <summary>How wide a page of text may be: as the window, within reason; 80 where there is none.</summary>
    public int Width => OutIsTerminal && Console.WindowWidth > 0 ? Math.Clamp(Console.WindowWidth, Narrowest, Widest) : Usual;

    /// <summary>How long a line may be that is drawn over itself.</summary>
    public int LineWidth => ErrorIsTerminal && Console.WindowWidth > 0 ? Math.Clamp(Console.WindowWidth - 1, Narrowest / 2, Usual - 1) : Usual - 1;

    /// <summary>The process's own streams, UTF-8 whatever the locale says.</summary>
    /// <remarks>Results that go into a file or to a program are left as they are; a terminal is given no control characters.</remarks>
    public static Terminal OfProcess() => new(
        Console.IsOutputRedirected ? StandardOutput() : new PlainWriter(StandardOutput()),
        new PlainWriter(new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false), 1 << 10) { AutoFlush = true }),
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        TimeProvider.System);

    private static StreamWriter StandardOutput() => new(new ResultStream(Console.OpenStandardOutput()), new UTF8Encoding(false), 1 << 16);
}
