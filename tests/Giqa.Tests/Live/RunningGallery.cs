using System.Text.Json;
using Giqa.Images;
using Giqa.Tests.Library;
using Giqa.Tests.Support;
using Giqa.Web.Hosting;
using Giqa.Web.Live;

namespace Giqa.Tests.Live;

/// <summary>The live application on a free port, in the test's process, over folders of its own.</summary>
internal sealed class RunningGallery : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveApplication _application;
    private readonly LocalWebHost _host;
    private readonly Task _scoring;

    private readonly Faults _faults;

    private RunningGallery(LiveApplication application, LocalWebHost host, Faults faults)
    {
        (_application, _host, _faults) = (application, host, faults);
        Client = new HttpClient { BaseAddress = host.Url };
        Client.DefaultRequestHeaders.Add(RequestGuard.PageHeader, "1");
        _scoring = Task.Run(() => application.RunAsync(_stop.Token));
    }

    internal HttpClient Client { get; }

    internal Uri Url => _host.Url;

    internal static async Task<RunningGallery> StartAsync(ImageScorerTests.Fitted? fitted, TemporaryFolder folder, string[] inputs, string? real = null, string? images = null, string? model = null)
    {
        var application = new LiveApplication(new LiveOptions
        {
            Inputs = [.. inputs.Select(folder.File)],
            Models = fitted is null ? [] : [model ?? fitted.Folder.File("model.giqa")],
            Real = real is null ? null : folder.File(real),
            Images = images is null ? null : folder.File(images),
            CopyTo = folder.File("picked"),
            Running = fitted?.Options ?? new ImageScorerOptions(),
            Interval = TimeSpan.FromMilliseconds(100),
        });
        var faults = new Faults();
        LocalWebHost? host = null;
        host = LocalWebHost.Create(new LocalWebHostOptions { Faults = faults }, endpoints => application.Map(endpoints, () => host!.Stopping));
        await host.StartAsync();
        return new RunningGallery(application, host, faults);
    }

    /// <summary>Writes painted images, every second one noisy unless the noise is 0, into a folder; their files look old, as if nobody wrote to them any more.</summary>
    internal static void Paint(string folder, int first, int count, int noise = 2)
    {
        _ = Directory.CreateDirectory(folder);
        for (var i = first; i < first + count; i++)
        {
            var image = i % 2 == 0 || noise == 0 ? PaintedImages.Paint(i) : Degradation.Apply(PaintedImages.Paint(i), DegradationKind.Noise, noise, seed: (ulong)i);
            Write(Path.Combine(folder, $"{i:D4}.png"), ImageEncoder.EncodePng(image));
        }
    }

    /// <summary>Writes a file elsewhere and moves it there, so that nobody who watches the folder sees a part of it.</summary>
    internal static void Write(string path, byte[] content)
    {
        var aside = Path.GetTempFileName();
        File.WriteAllBytes(aside, content);
        File.SetLastWriteTimeUtc(aside, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(aside, path);
    }

    /// <summary>What the page would be told.</summary>
    internal async Task<JsonElement> ChangesAsync() => JsonDocument.Parse(await Client.GetStringAsync("/api/changes?since=0")).RootElement;

    /// <summary>Waits until as many images have a score or a reason for having none.</summary>
    internal Task ScoredAsync(int count) => Eventually.HoldsAsync(
        async () => (await ChangesAsync()).GetProperty("images").EnumerateArray().Count(image => image.GetProperty("scores")[0].ValueKind == JsonValueKind.Object) >= count,
        $"{count} images have a score");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stop.CancelAsync();
        await _scoring;
        await _host.StopAsync();
        await _host.DisposeAsync();
        _application.Dispose();
        _stop.Dispose();
        Assert.Empty(_faults.Lines);
    }

    private sealed class Faults : IProgress<string>
    {
        internal System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public void Report(string value) => Lines.Enqueue(value);
    }
}
