using System.Net;
using System.Security.Cryptography;
using Giqa.Features.Weights;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features.Weights;

public sealed class WeightDownloaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly byte[] _content = [.. Enumerable.Range(0, 600_000).Select(i => (byte)(i * 7919 >> 5))];

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Download_SoundServer_GivesTheFileAndReportsProgress()
    {
        using var server = new FlakyServer(_content);
        var progress = new Collector();
        var path = await Downloader().DownloadAsync(File(server), _folder.Path, progress, CancellationToken.None);
        Assert.Equal(_content, await System.IO.File.ReadAllBytesAsync(path));
        Assert.Equal(new DownloadProgress(_content.Length, _content.Length), progress.Reports[^1]);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Download_LineThatBreaksTwice_ResumesWhereItStopped()
    {
        using var server = new FlakyServer(_content, breaks: 2);
        var path = await Downloader().DownloadAsync(File(server), _folder.Path, null, CancellationToken.None);
        Assert.Equal(_content, await System.IO.File.ReadAllBytesAsync(path));
        Assert.Null(server.Ranges[0]);
        Assert.All(server.Ranges.Skip(1), range => Assert.StartsWith("bytes=", range, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Download_ServerWithoutRanges_StartsAfresh()
    {
        using var server = new FlakyServer(_content, breaks: 1, honoursRanges: false);
        var path = await Downloader().DownloadAsync(File(server), _folder.Path, null, CancellationToken.None);
        Assert.Equal(_content, await System.IO.File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Download_AnotherFile_IsRefusedAndNothingIsLeft()
    {
        using var server = new FlakyServer([1, 2, 3]);
        var file = File(server);
        var message = (await Assert.ThrowsAsync<GiqaException>(() => Downloader().DownloadAsync(file, _folder.Path, null, CancellationToken.None))).Message;
        Assert.Contains("SHA-256", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Download_FileNotThere_SaysSoAtOnce()
    {
        using var server = new FlakyServer(_content, answer: HttpStatusCode.NotFound);
        var message = (await Assert.ThrowsAsync<GiqaException>(() => Downloader().DownloadAsync(File(server), _folder.Path, null, CancellationToken.None))).Message;
        Assert.Contains("404", message, StringComparison.Ordinal);
        _ = Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task Download_FileOnDisk_IsCheckedAndNotFetched()
    {
        using var server = new FlakyServer(_content);
        await System.IO.File.WriteAllBytesAsync(_folder.File("weights.pth"), _content);
        _ = await Downloader().DownloadAsync(File(server), _folder.Path, null, CancellationToken.None);
        Assert.Empty(server.Ranges);
    }

    private WeightDownloader Downloader() => new(_client, new ImpatientTime());

    private WeightFile File(FlakyServer server) => new()
    {
        Name = "weights.pth",
        Address = server.Address,
        HashPrefix = Convert.ToHexStringLower(SHA256.HashData(_content))[..8],
        Licence = "test",
    };

    private sealed class Collector : IProgress<DownloadProgress>
    {
        internal List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }

    /// <summary>A clock on which every wait is over at once.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
