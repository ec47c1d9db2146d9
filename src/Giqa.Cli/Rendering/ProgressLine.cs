using System.Globalization;

namespace Giqa.Cli.Rendering;

/// <summary>One line on a terminal that is drawn over itself: what is done, the rate, the time left.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const int WindowSamples = 100;

    // A line that wraps could not be drawn over itself.
    private const int MaximumWidth = 79;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly string _label;
    private readonly TimeProvider _time;
    private readonly Lock _drawing = new();
    private readonly Queue<(long Time, long Done)> _window = new();
    private long _lastDrawn;
    private int _drawnWidth;

    /// <summary>Prepares the line; nothing is drawn before the first report.</summary>
    /// <param name="writer">The terminal, or a null writer to draw nothing.</param>
    /// <param name="label">What is going on, such as <c>extracting</c>.</param>
    /// <param name="time">The clock.</param>
    public ProgressLine(TextWriter writer, string label, TimeProvider time)
    {
        _writer = writer;
        _label = label;
        _time = time;
        _window.Enqueue((time.GetTimestamp(), 0));
    }

    /// <summary>Redraws the line, at most ten times a second.</summary>
    /// <param name="done">Items done.</param>
    /// <param name="total">Items in all; 0 when unknown.</param>
    /// <param name="note">Something to add, or null.</param>
    public void Report(long done, long total, string? note = null)
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
            _window.Enqueue((now, done));
            if (_window.Count > WindowSamples)
            {
                _ = _window.Dequeue();
            }

            Draw(Compose(done, total, now, note));
        }
    }

    /// <summary>Adapts the line to what a stage of the library reports.</summary>
    public IProgress<T> As<T>(Func<T, (long Done, long Total, string? Note)> read) => new Adapter<T>(this, read);

    /// <summary>Wipes the line away.</summary>
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

    private string Compose(long done, long total, long now, string? note)
    {
        var (firstTime, firstDone) = _window.Peek();
        var seconds = _time.GetElapsedTime(firstTime, now).TotalSeconds;
        var rate = seconds > 0 ? (done - firstDone) / seconds : 0;
        var text = done > 0 || total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_label}  {done:N0}") : _label;
        if (total > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" of {total:N0}  {100d * done / total:F0} %");
        }

        if (rate > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"  {(rate >= 10 ? Math.Round(rate) : Math.Round(rate, 1))}/s");
        }

        if (rate > 0 && total > done)
        {
            text += $"  {Durations.Text(Math.Min((total - done) / rate, 360_000))} left";
        }

        text = note is null ? text : $"{text}  ({note})";
        return text.Length <= MaximumWidth ? text : text[..MaximumWidth];
    }

    private void Draw(string text)
    {
        _writer.Write($"\r{text.PadRight(_drawnWidth)}");
        _writer.Flush();
        _drawnWidth = text.Length;
    }

    private sealed class Adapter<T>(ProgressLine line, Func<T, (long Done, long Total, string? Note)> read) : IProgress<T>
    {
        public void Report(T value)
        {
            var (done, total, note) = read(value);
            line.Report(done, total, note);
        }
    }
}
