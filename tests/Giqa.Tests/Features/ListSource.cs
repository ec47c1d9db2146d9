using Giqa.Images;

namespace Giqa.Tests.Features;

/// <summary>Images made on demand; what a maker throws, reading throws.</summary>
internal sealed class ListSource(IReadOnlyList<Func<ImageContent>> makers) : IImageSource
{
    private int _reads;

    public int Count => makers.Count;

    internal int Reads => _reads;

    /// <summary>Noise of differing sizes, the same for the same number.</summary>
    internal static ListSource Noise(int count) => new([.. Enumerable.Range(0, count).Select(i => (Func<ImageContent>)(() => Noisy(i)))]);

    internal static ImageContent Noisy(int seed)
    {
        var (width, height) = (20 + (seed % 7), 30 + (seed % 5));
        var pixels = new byte[3 * width * height];
        var state = (uint)(seed + 1) * 2654435761u;
        for (var i = 0; i < pixels.Length; i++)
        {
            state = (state * 1664525u) + 1013904223u;
            pixels[i] = (byte)(state >> 24);
        }

        return ImageContent.FromPixels(pixels, width, height, 3);
    }

    public string GetName(int index) => $"image-{index}";

    public string? GetPath(int index) => null;

    public ImageContent Read(int index)
    {
        _ = Interlocked.Increment(ref _reads);
        return makers[index]();
    }

    public void Dispose()
    {
    }
}
