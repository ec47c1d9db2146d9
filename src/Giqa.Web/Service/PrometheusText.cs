using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Giqa.Web.Service;

/// <summary>Keeps the sums of one meter's instruments, and writes them in Prometheus' text format (0.0.4).</summary>
internal sealed class PrometheusText : IDisposable
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _instruments = new();

    internal PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                _instruments[instrument] = new(StringComparer.Ordinal);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All instruments with their current values.</summary>
    internal string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, series) in _instruments.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            var kind = Buckets(instrument) is not null ? "histogram" : IsSum(instrument) ? "counter" : "gauge";
            _ = text.Append(CultureInfo.InvariantCulture, $"# HELP {instrument.Name} {instrument.Description}\n# TYPE {instrument.Name} {kind}\n");
            foreach (var (labels, one) in series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                one.Write(text, instrument.Name, labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _instruments[instrument].GetOrAdd(Labels(tags), _ => new Series(Buckets(instrument)));
        series.Add(value, isTotal: instrument.IsObservable || !(IsSum(instrument) || Buckets(instrument) is not null));
    }

    private static bool IsSum(Instrument instrument) => instrument is Counter<long> or ObservableCounter<long> or ObservableCounter<double>;

    private static IReadOnlyList<double>? Buckets(Instrument instrument) => (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n");
            _ = text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{name}=\"{escaped}\"");
        }

        return text.ToString();
    }

    /// <summary>The sums behind one set of labels.</summary>
    private sealed class Series(IReadOnlyList<double>? bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[(bounds?.Count ?? 0) + 1];
        private double _sum;

        internal void Add(double value, bool isTotal)
        {
            lock (_lock)
            {
                _sum = isTotal ? value : _sum + value;
                _counts[bounds?.TakeWhile(bound => value > bound).Count() ?? 0]++;
            }
        }

        internal void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                var braced = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (bounds is null)
                {
                    _ = text.Append(CultureInfo.InvariantCulture, $"{name}{braced} {_sum:R}\n");
                    return;
                }

                var count = 0L;
                for (var i = 0; i < _counts.Length; i++)
                {
                    count += _counts[i];
                    var bound = i < bounds.Count ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                    _ = text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{(labels.Length == 0 ? "" : ",")}le=\"{bound}\"}} {count}\n");
                }

                _ = text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braced} {_sum:R}\n{name}_count{braced} {count}\n");
            }
        }
    }
}
