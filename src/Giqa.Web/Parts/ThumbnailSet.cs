using System.Collections.Concurrent;
using Giqa.Images;

namespace Giqa.Web;

/// <summary>The thumbnails of some images of a source, made ahead by several threads.</summary>
internal sealed class ThumbnailSet
{
    private readonly ConcurrentDictionary<int, (byte[]? Bytes, string? Missing)> _made = new();

    private ThumbnailSet()
    {
    }

    /// <summary>Makes the thumbnails; images that cannot be read keep their reason.</summary>
    internal static ThumbnailSet Make(IImageSource? source, IEnumerable<int> images, DecodeOptions decoding, int side, CancellationToken cancellationToken)
    {
        var set = new ThumbnailSet();
        if (source is not null)
        {
            var thumbnails = new Thumbnails(source, decoding, side);
            var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            _ = Parallel.ForEach(images.Distinct(), parallel, image => set._made[image] = thumbnails.Make(image));
        }

        return set;
    }

    internal byte[]? Bytes(int image) => _made.GetValueOrDefault(image).Bytes;

    internal string? Missing(int image) => _made.GetValueOrDefault(image).Missing;
}
