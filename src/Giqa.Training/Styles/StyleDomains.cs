using System.Security.Cryptography;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>Images by domain, in memory: every input, or every subfolder of a single one, is a domain.</summary>
internal sealed class StyleDomains
{
    private const int HeldShare = 10;
    private const int FewestImages = 4;

    private StyleDomains(IReadOnlyList<string> names, ImageTensors[] domains)
    {
        (Names, Domains) = (names, domains);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var domain in domains)
        {
            for (var i = 0; i < domain.Count; i++)
            {
                hash.AppendData(domain.Pixels(i));
            }
        }

        Checksum = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The domains' inputs.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A checksum of all images.</summary>
    public string Checksum { get; }

    /// <summary>How many images each domain has.</summary>
    public IReadOnlyList<int> Counts => [.. Domains.Select(domain => domain.Count)];

    /// <summary>Images that could not be read, with the reason.</summary>
    public IReadOnlyList<string> Skipped => [.. Domains.SelectMany(domain => domain.Unreadable).Select(image => $"{image.Name}: {image.Reason}")];

    internal ImageTensors[] Domains { get; }

    /// <summary>The domains that the inputs give.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> inputs) =>
        inputs is [var only] && Directory.Exists(only) && Directory.GetDirectories(only) is { Length: > 1 } folders
            ? [.. folders.Order(StringComparer.Ordinal)]
            : [.. inputs];

    /// <summary>Reads all images.</summary>
    /// <param name="names">The domains' inputs.</param>
    /// <param name="size">The side to resize them to.</param>
    /// <param name="decoding">How files are decoded.</param>
    /// <param name="threads">Threads to decode with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="GiqaException">An input cannot be read, or has fewer than 4 images.</exception>
    public static StyleDomains Read(IReadOnlyList<string> names, int size, DecodeOptions decoding, int threads, CancellationToken cancellationToken = default)
    {
        var domains = names.Select(name =>
        {
            using var source = ImageInput.Open(name, decoding);
            var images = ImageTensors.Load(source, new ImageTensorOptions { Size = size, Decode = decoding, Threads = threads }, null, cancellationToken);
            return images.Count >= FewestImages
                ? images
                : throw new GiqaException($"{name} has {images.Count} readable images; a domain needs at least {FewestImages}, and a few hundred are better");
        });
        return new StyleDomains(names, [.. domains]);
    }

    /// <summary>The images of a domain that are held out for snapshots: a tenth, at least two.</summary>
    internal int HeldOf(int domain) => Math.Max(2, Domains[domain].Count / HeldShare);

    /// <summary>A random image to train on.</summary>
    internal int Draw(int domain, SeededRandom random) => HeldOf(domain) + random.NextInt(Domains[domain].Count - HeldOf(domain));

    /// <summary>Images in -1..1, N x 3 x size x size.</summary>
    internal Tensor Batch(IReadOnlyList<StyleImage> images, SeededRandom? flips)
    {
        var length = 3 * Domains[0].Size * Domains[0].Size;
        var values = new float[images.Count * length];
        for (var i = 0; i < images.Count; i++)
        {
            var pixels = Domains[images[i].Domain].Pixels(images[i].Number);
            var target = values.AsSpan(i * length, length);
            for (var place = 0; place < length; place++)
            {
                target[place] = (pixels[place] / 127.5f) - 1;
            }

            var isFlipped = flips?.NextInt(2) == 1;
            for (var row = 0; isFlipped && row < length; row += Domains[0].Size)
            {
                target.Slice(row, Domains[0].Size).Reverse();
            }
        }

        return Tensor.From(values, images.Count, 3, Domains[0].Size, Domains[0].Size);
    }

    /// <summary>One image as it is trained on.</summary>
    internal RgbImage Picture(StyleImage image)
    {
        var pixels = Domains[image.Domain].Pixels(image.Number);
        var area = Domains[0].Size * Domains[0].Size;
        var values = new byte[3 * area];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = pixels[(i % 3 * area) + (i / 3)];
        }

        return new RgbImage(Domains[0].Size, Domains[0].Size, values);
    }
}
