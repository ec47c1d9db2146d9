using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Giqa.Web.Service;

/// <summary>The service's own measurements, as .NET metrics: any collector may listen, <see cref="PrometheusText"/> does.</summary>
internal sealed class ServiceMeters : IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120] };

    private readonly TimeProvider _time;
    private readonly Counter<long> _images;
    private readonly Histogram<double> _imageSeconds;
    private readonly Histogram<double> _requestSeconds;

    internal ServiceMeters(TimeProvider time)
    {
        _time = time;
        Meter = new Meter(new MeterOptions("Giqa.Service") { Scope = this });
        _images = Meter.CreateCounter<long>("giqa_images_total", description: "Images answered, by model and status.");
        _imageSeconds = Meter.CreateHistogram("giqa_image_seconds", description: "Time from an image's arrival to its score.", advice: Seconds);
        _requestSeconds = Meter.CreateHistogram("giqa_request_seconds", description: "Time from a request's arrival to the end of its answer.", advice: Seconds);
    }

    /// <summary>The instruments' source.</summary>
    internal Meter Meter { get; }

    /// <summary>A timestamp for the measurements here.</summary>
    internal long Now => _time.GetTimestamp();

    /// <summary>Adds the gauges that can be read at any time.</summary>
    internal void Observe(SharedScorer scorer, Admission admission, ByteBudget budget)
    {
        _ = Meter.CreateObservableGauge("giqa_images_unfinished", () => scorer.Unfinished, description: "Images waiting for a core or being processed.");
        _ = Meter.CreateObservableGauge("giqa_requests_inside", () => admission.Inside, description: "Requests in progress.");
        _ = Meter.CreateObservableGauge("giqa_upload_bytes_held", () => budget.Held, description: "Memory held for uploads.");
        _ = Meter.CreateObservableCounter("giqa_images_inferred_total", () => scorer.InferredCount, description: "Images that went through a network.");
        _ = Meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, description: "Resident memory.");
        _ = Meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "Processor time, user and system.");
    }

    internal void CountImage(string model, string status, long started)
    {
        _images.Add(1, new("model", model), new("status", status));
        _imageSeconds.Record(_time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("model", model));
    }

    internal void CountRequest(string endpoint, int status, long started) =>
        _requestSeconds.Record(_time.GetElapsedTime(started).TotalSeconds, new TagList { { "endpoint", endpoint }, { "status", status } });

    public void Dispose() => Meter.Dispose();
}
