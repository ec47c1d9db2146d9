using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Agreement.Labelling;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;
using Giqa.Web.Hosting;
using Giqa.Web.Labelling;

namespace Giqa.Tests.Labelling;

/// <summary>A labelling of painted images and its pages on a free port.</summary>
internal sealed class LabelSite : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemorySource _images;

    private LabelSite(int images, int pairs, int unreadable)
    {
        _images = new MemorySource([.. Enumerable.Range(0, images).Select(i => (i == 0 ? LabelStoreTests.HostileName : $"{i}.png", i == unreadable ? null : PaintedImages.Paint(i)))]);
        LabelImage[] known = [.. Enumerable.Range(0, images).Select(i => new LabelImage(_images.GetName(i)))];
        Store = LabelStore.Create(_folder.File("labels.db"), new LabelSettings([]), known, [.. Enumerable.Range(0, pairs).Select(i => new ImagePair(i, i + 2))]);
    }

    internal LabelStore Store { get; }

    /// <summary>Says where images are bad; null for nobody.</summary>
    internal QualityMapper? Maps { get; private init; }


    internal LocalWebHost Host { get; private set; } = null!;

    /// <summary>Starts with a first image of a hostile name; pair i is of the images i and i + 2.</summary>
    internal static async Task<LabelSite> StartAsync(int pairs = 20, int unreadable = -1, int port = 0, QualityMapper? maps = null)
    {
        var site = new LabelSite(pairs + 2, pairs, unreadable) { Maps = maps };
        await site.StartHostAsync(port);
        return site;
    }

    internal async Task StartHostAsync(int port)
    {
        Host = LocalWebHost.Create(new LocalWebHostOptions { Port = port }, new LabelApplication(Store, _images, new DecodeOptions()) { Maps = Maps }.Map);
        await Host.StartAsync();
    }

    internal Uri At(string path) => new(Host.Url, path);

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Host.DisposeAsync();
        Store.Dispose();
        _folder.Dispose();
    }
}
