using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Giqa.Cli.Rendering;
using Giqa.Images;
using Giqa.Models;
using Giqa.Storage;

namespace Giqa.Cli;

/// <summary>The surroundings of one running verb: its streams, the options that every verb has, and its way of being stopped.</summary>
internal sealed class Session(Terminal terminal, Interruption interruption)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Out => terminal.Out;

    /// <summary>Threads for decoding, inference and linear algebra.</summary>
    public required int Threads { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:i</c>.</summary>
    public required string Device { get; init; }

    public required bool Quiet { get; init; }

    public required bool Verbose { get; init; }

    public Terminal Terminal => terminal;

    public Interruption Interruption => interruption;

    /// <summary>How long the run may take to stop when it is asked to; set by a verb that has something to put in order.</summary>
    public TimeSpan Patience
    {
        get => interruption.Patience;
        set => interruption.Patience = value;
    }

    /// <summary>What a run that is stopped now leaves behind, for whoever stops it; null for nothing worth saying.</summary>
    public Func<string?> Kept
    {
        set => interruption.Kept = value;
    }

    /// <summary>What SIGTERM asks for first; false lets it stop the run.</summary>
    public Func<bool> Hurry
    {
        set => interruption.Hurry = value;
    }

    public TimeProvider Time => terminal.Time;

    /// <summary>Tables for people on <see cref="Out"/>.</summary>
    public Tables Tables => new(terminal.Out, terminal.OutIsTerminal);

    /// <summary>Tables beside the results, on stderr; drawn nowhere when quiet.</summary>
    public Tables SideTables => new(Quiet ? TextWriter.Null : terminal.Error, terminal.ErrorIsTerminal);

    /// <summary>Something a person may want to know; silent with <c>--quiet</c>.</summary>
    public void Note(string message)
    {
        if (!Quiet)
        {
            terminal.Error.WriteLine(message);
        }
    }

    /// <summary>Something only <c>--verbose</c> shows.</summary>
    public void Detail(string message)
    {
        if (Verbose)
        {
            terminal.Error.WriteLine(message);
        }
    }

    /// <summary>Warns where a learned model finds noise or flat colours good.</summary>
    public void WarnOfPraise(QualityModel model, string path) => WarnOfPraise(ForeignProbe.Run(model, path), path);

    /// <summary>Warns where a model was seen to find noise or flat colours good.</summary>
    public void WarnOfPraise(ProbeResult? probe, string path)
    {
        if (probe?.Describe() is { } praised && _told.Add($"{path}: {praised}"))
        {
            Warn($"{path}: {praised}");
        }
    }

    /// <summary>Something that may make the result less than it seems; shown even with <c>--quiet</c>.</summary>
    public void Warn(string message) => terminal.Error.WriteLine($"giqa: warning: {message}");

    /// <summary>What folders and archives among the inputs hold beside their images, in one line; once, however often they are opened.</summary>
    public void TellPassedOver(IImageSource images)
    {
        if (images.PassedOver is { Total: > 0 } passedOver && _told.Add($"{images.GetPath(0) ?? images.GetName(0)}: {passedOver}"))
        {
            Note($"passed over, since they are no images by name: {passedOver}");
        }
    }

    /// <summary>What to know of inputs that are not scored as they are read, and so looked at here: a sample of them.</summary>
    public void TellOfInputs(IImageSource images, DecodeOptions decoding)
    {
        TellPassedOver(images);
        if (SmallRange.Sample(images, decoding) is { Found: > 0 } sample)
        {
            Warn($"{sample.Found} of {sample.Seen} images looked at have 16 bits a channel, but values of 12 bits or fewer, and are almost black: spread their values over the whole range first");
        }
    }

    /// <summary>A progress line for long work; draws nothing when stderr is no terminal or <c>--quiet</c> was given.</summary>
    public ProgressLine Progress(string label) =>
        new(terminal.ErrorIsTerminal && !Quiet ? terminal.Error : TextWriter.Null, label, terminal.Time, terminal.LineWidth);

    /// <summary>Writes a file such that an interruption waits until it is whole.</summary>
    public void WriteWhole(Action write) => interruption.Unbroken(write);

    /// <summary>Writes a page, which is made in memory first.</summary>
    /// <returns>Its length in bytes.</returns>
    public async Task<long> WritePageAsync(string path, Func<Stream, Task> make)
    {
        using var content = new MemoryStream();
        await make(content).ConfigureAwait(false);
        WriteWhole(() => AtomicFile.Write(path, content.WriteTo));
        return content.Length;
    }

    /// <summary>Says where a server listens, alone on <see cref="Out"/>, at once: whoever started it may wait for the line.</summary>
    public void Announce(Uri url)
    {
        Out.WriteLine(url);
        Out.Flush();
        Note("Ctrl+C stops it");
    }

    /// <summary>Prints one JSON document on <see cref="Out"/>.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Out.WriteLine(JsonSerializer.Serialize(value, type));
}

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
