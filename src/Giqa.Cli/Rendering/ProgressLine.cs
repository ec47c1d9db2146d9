using System.Globalization;

namespace Giqa.Cli.Rendering;

/// <summary>A terminal line that is redrawn in place: what is done, the rate, the time left.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const int WindowSamples = 100;

    // Before that, the rate is that of the first few items, which include a cold start.
    private const double SecondsForAnEstimate = 2;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly string _label;
    private readonly TimeProvider _time;
    private readonly int _width;
    private readonly Lock _drawing = new();
    private readonly Queue<(long Time, long Worked)> _window = new();
    private long _lastDrawn;
    private int _drawnWidth;

    /// <summary>Prepares the line; nothing is drawn before the first report.</summary>
    /// <param name="writer">The terminal, or a null writer to draw nothing.</param>
    /// <param name="label">What is going on, such as <c>extracting</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="width">Its maximum length: a line that wraps could not be redrawn in place.</param>
    public ProgressLine(TextWriter writer, string label, TimeProvider time, int width = 79)
    {
        _width = width;
        _writer = writer;
        _label = label;
        _time = time;
        _window.Enqueue((time.GetTimestamp(), 0));
    }

    /// <summary>Redraws the line, at most ten times a second.</summary>
    /// <param name="done">Items done.</param>
    /// <param name="total">Items in all; 0 when unknown.</param>
    /// <param name="note">Something to add, or null.</param>
    /// <param name="free">Items among those done that cost no work, such as those of an earlier run; they do not count towards the rate.</param>
    public void Report(long done, long total, string? note = null, long free = 0)
    {
        if (ReferenceEquals(_writer, TextWriter.Null))
        {
            return;
        }

        lock (_drawing)
        {
            var now = _time.GetTimestamp();
            if (_drawnWidth > 0 && done < total && _time.GetElapsedTime(_lastDrawn, now) < RedrawInterval)
            {
                return;
            }

            _lastDrawn = now;
            if (done == free)
            {
                // Items that cost no work, and the start before them, do not count towards the rate either.
                _window.Clear();
            }

            _window.Enqueue((now, done - free));
            if (_window.Count > WindowSamples)
            {
                _ = _window.Dequeue();
            }

            Draw(Compose(done, total, now, note, done - free));
        }
    }

    /// <summary>Adapts the line to what a stage of the library reports.</summary>
    /// <param name="read">The counts of a report, and something to add.</param>
    /// <param name="free">The items among those done that cost no work; null for none.</param>
    public IProgress<T> As<T>(Func<T, (long Done, long Total, string? Note)> read, Func<T, long>? free = null) => new Adapter<T>(this, read, free);

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        lock (_drawing)
        {
            if (_drawnWidth > 0)
            {
                _writer.Write($"\r{new string(' ', _drawnWidth)}\r");
                _drawnWidth = 0;
            }
        }
    }

    private string Compose(long done, long total, long now, string? note, long worked)
    {
        var (firstTime, firstWorked) = _window.Peek();
        var seconds = _time.GetElapsedTime(firstTime, now).TotalSeconds;
        var rate = seconds > 0 ? (worked - firstWorked) / seconds : 0;
        var text = done > 0 || total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_label}  {done:N0}") : _label;
        if (total > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" of {total:N0}  {100d * done / total:F0} %");
        }

        if (rate > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"  {(rate >= 10 ? Math.Round(rate) : Math.Round(rate, 1))}/s");
        }

        if (rate > 0 && total > done && seconds >= SecondsForAnEstimate)
        {
            text += $"  {Durations.Text(Math.Ceiling(Math.Min((total - done) / rate, 360_000)))} left";
        }

        var whole = note is null ? text : $"{text}  ({note})";
        return whole.Length <= _width ? whole : text.Length <= _width ? text : text[.._width];
    }

    private void Draw(string text)
    {
        _writer.Write($"\r{text.PadRight(_drawnWidth)}");
        _writer.Flush();
        _drawnWidth = text.Length;
    }

    private sealed class Adapter<T>(ProgressLine line, Func<T, (long Done, long Total, string? Note)> read, Func<T, long>? free) : IProgress<T>
    {
        public void Report(T value)
        {
            var (done, total, note) = read(value);
            line.Report(done, total, note, free?.Invoke(value) ?? 0);
        }
    }
}
