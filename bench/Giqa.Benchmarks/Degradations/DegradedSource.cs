using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Every image of a source untouched, then with every degradation at rising strengths.</summary>
internal sealed class DegradedSource(IImageSource source) : IImageSource
{
    internal static readonly int[] Strengths = [1, 3, 5];

    /// <summary>The versions of one image: itself, then kind by kind its strengths.</summary>
    internal static int Versions => 1 + (Damage.All.Length * Strengths.Length);

    public int Count => source.Count * Versions;

    public string GetName(int index) => $"{source.GetName(index / Versions)}#{index % Versions}";

    public string? GetPath(int index) => null;

    public ImageContent Read(int index)
    {
        var image = source.Read(index / Versions).Decode(new DecodeOptions());
        if (index % Versions is var version and > 0)
        {
            var (kind, strength) = Math.DivRem(version - 1, Strengths.Length);
            image = Damage.All[kind].Apply(image, Strengths[strength], (ulong)(index / Versions));
        }

        return ImageContent.FromPixels(image.Pixels, image.Width, image.Height, 3);
    }

    public void Dispose() => source.Dispose();
}
