using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Numerics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Training.Risa;

/// <summary>
/// The folder of a generator that learned styles: a source is a place of a square, a style is two colours and a stripe's direction.
/// Early images are noise, late ones are the source in the reference's style; the changes fade as a real training's do.
/// </summary>
internal sealed class StyleRun : IDisposable
{
    internal const int Side = 16;
    private const int Styles = 6;
    private const int Sources = 5;

    private readonly TemporaryFolder _folder = new();

    internal StyleRun()
    {
        for (var style = 0; style < Styles; style++)
        {
            Save($"references/{style}.png", Paint(style, Sources));
        }

        foreach (var iteration in Iterations)
        {
            var pictures = from style in Enumerable.Range(0, Styles)
                           from source in Enumerable.Range(0, Sources)
                           let seed = (ulong)((style * Sources) + source)
                           select new SnapshotPicture(seed, Render(style, source, iteration), $"sources/{source}.png", $"references/{style}.png");
            new SnapshotWriter(Path).Write(iteration, [.. pictures]);
        }
    }

    internal static IReadOnlyList<long> Iterations { get; } = [0, 50, 100, 200, 400, 1600];

    internal string Path => _folder.Path;

    internal string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    /// <summary>The source in the style.</summary>
    internal static RgbImage Paint(int style, int source)
    {
        var random = new SeededRandom((ulong)style + 10);
        var colours = Enumerable.Range(0, 6).Select(_ => 255 * random.NextDouble()).ToArray();
        var pixels = new byte[3 * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, channel) = (i / 3 % Side, i / 3 / Side, i % 3);
            var isInside = Math.Abs(x - 3 - (2 * source)) < 4 && Math.Abs(y - 8) < 5;
            var stripe = ((style % 2 == 0 ? x : y) / 2 % 2 * 50) - 25;
            pixels[i] = (byte)Math.Clamp(colours[channel + (isInside ? 3 : 0)] + stripe, 0, 255);
        }

        return new RgbImage(Side, Side, pixels);
    }

    /// <summary>What the generator makes of it after some iterations.</summary>
    internal static RgbImage Render(int style, int source, long iteration)
    {
        var random = new SeededRandom((ulong)((style * 1000) + (source * 100)));
        var (done, image) = (1 - Math.Exp(-iteration / 120.0), Paint(style, source));
        return new RgbImage(Side, Side, [.. image.Pixels.Select(value => (byte)((done * value) + ((1 - done) * 255 * random.NextDouble())))]);
    }

    internal void Save(string name, RgbImage image)
    {
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllBytes(File(name), ImageEncoder.EncodePng(image));
    }
}
