using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;

namespace Giqa.Training.Risa;

/// <summary>The images of a reference-guided generator's snapshots in memory, with their references.</summary>
internal sealed class RisaImages
{
    private const int LargestOwnSide = 64;
    private const int Grid = 8;

    private RisaImages(int side, IReadOnlyList<long> iterations, List<RisaPair> pairs, List<byte[]> references, List<string> skipped) =>
        (Side, Iterations, Pairs, References, Skipped) = (side, iterations, pairs, references, skipped);

    internal int Side { get; }

    internal IReadOnlyList<long> Iterations { get; }

    internal IReadOnlyList<RisaPair> Pairs { get; }

    /// <summary>The references' pixels.</summary>
    internal IReadOnlyList<byte[]> References { get; }

    /// <summary>The images that were left out, with the reason.</summary>
    internal IReadOnlyList<string> Skipped { get; }

    /// <summary>Reads all images of a run.</summary>
    /// <param name="run">Its folder or archive, where references are looked up.</param>
    /// <param name="snapshots">What is in it.</param>
    /// <param name="side">0 for the references' own side.</param>
    /// <param name="decoding">How files are decoded.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <exception cref="GiqaException">The manifest names no references, or fewer than two of them can be read.</exception>
    internal static RisaImages Read(string run, SnapshotFolder snapshots, int side, DecodeOptions decoding, CancellationToken cancellationToken)
    {
        if (!snapshots.Images.Any(image => image.Reference is not null))
        {
            throw new GiqaException($"{run} names no references: its manifest.csv needs the columns image,iteration,seed,source,reference, as 'giqa gan train --kind reference' writes them");
        }

        using var all = ImageInput.OpenWhole(run, decoding);
        var reader = new ReferenceReader(run, all, decoding);
        var skipped = new List<string>();
        var decoded = new Dictionary<string, RgbImage>(StringComparer.Ordinal);
        foreach (var name in snapshots.Images.Select(image => image.Reference).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Try(name, skipped, () => decoded[name] = reader.Read(name));
        }

        if (decoded.Count < 2)
        {
            throw new GiqaException($"{run}: {decoded.Count} of its references can be read, but at least 2 are needed to distinguish a right one from a wrong one{(skipped.Count > 0 ? $" ({skipped[0]})" : string.Empty)}");
        }

        var chosen = side > 0 ? side : OwnSide(decoded.Values.First());
        var numbers = decoded.Keys.Select((name, number) => (name, number)).ToDictionary(entry => entry.name, entry => entry.number, StringComparer.Ordinal);
        var pairs = ReadPairs(snapshots, numbers, chosen, decoding, skipped, cancellationToken);
        return new RisaImages(chosen, snapshots.Iterations, pairs, [.. decoded.Values.Select(image => Prepare(image, chosen))], skipped);
    }

    private static List<RisaPair> ReadPairs(SnapshotFolder snapshots, Dictionary<string, int> references, int side, DecodeOptions decoding, List<string> skipped, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<(string?, string, string), RisaPair>();
        var places = snapshots.Iterations.Select((iteration, place) => (iteration, place)).ToDictionary(entry => entry.iteration, entry => entry.place);
        for (var i = 0; i < snapshots.Images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var image = snapshots.Images[i];
            if (image.Reference is null || !references.TryGetValue(image.Reference, out var reference))
            {
                skipped.Add($"{image.Image}: {(image.Reference is null ? "no reference is given for it" : $"its reference {image.Reference} cannot be used")}");
                continue;
            }

            var number = i;
            var key = (image.Source, image.Reference, image.Seed);
            Try(image.Image, skipped, () =>
            {
                var pixels = Prepare(snapshots.Source.Read(number).Decode(PairModel.PreprocessingFor(side).DecodeWith(decoding)), side);
                pairs.TryAdd(key, new RisaPair(reference, new byte[]?[places.Count]));
                pairs[key].Images[places[image.Iteration]] = pixels;
            });
        }

        return [.. pairs.Values];
    }

    private static void Try(string name, List<string> skipped, Action read)
    {
        try
        {
            read();
        }
        catch (ImageException e)
        {
            skipped.Add($"{name}: {e.Message}");
        }
    }

    private static int OwnSide(RgbImage image) => Math.Clamp(Math.Max(image.Width, image.Height) / Grid * Grid, 2 * Grid, LargestOwnSide);

    private static byte[] Prepare(RgbImage image, int side) => Resizer.ResizeToBytes(image, side, side, PairModel.PreprocessingFor(side).Resize).Pixels;

    /// <summary>Finds references by their names in a manifest: in the run, next to it, or anywhere.</summary>
    private sealed class ReferenceReader(string run, IImageSource all, DecodeOptions decoding)
    {
        private readonly Dictionary<string, int> _places = Enumerable.Range(0, all.Count).ToDictionary(all.GetName, StringComparer.Ordinal);

        internal RgbImage Read(string name)
        {
            var options = PairModel.PreprocessingFor(2 * Grid).DecodeWith(decoding);
            if (_places.TryGetValue(name, out var place))
            {
                return all.Read(place).Decode(options);
            }

            var folder = Directory.Exists(run) ? run : Path.GetDirectoryName(Path.GetFullPath(run))!;
            using var file = new Images.Inputs.FileSource([name], [Path.Combine(folder, name)], decoding.MaxFileBytes);
            return file.Read(0).Decode(options);
        }
    }
}

/// <summary>One (source, reference) pair as a generator rendered it at every iteration.</summary>
/// <param name="Reference">The number of its reference.</param>
/// <param name="Images">Its images by the iterations' order, each of side x side RGB pixels; null if one is missing.</param>
internal sealed record RisaPair(int Reference, byte[]?[] Images)
{
    internal bool Has(int iteration) => Images[iteration] is not null;
}
