using Giqa.Storage;

namespace Giqa.Images.Snapshots;

/// <summary>What a generator made at several points of its training: images with their iteration and latent.</summary>
/// <remarks>
/// A folder or a .zip, with a <c>manifest.csv</c> at its root (<c>image,iteration,seed[,source,reference]</c>), or with names that give
/// the iteration: numbered folders (<c>000100/00007.png</c>) or file names that begin with it (<c>107900_1_0.png</c>).
/// The images are in order of iteration, then name. All members may be called from several threads at once.
/// </remarks>
public sealed class SnapshotFolder : IDisposable
{
    private SnapshotFolder(IImageSource source, IReadOnlyList<SnapshotImage> images)
    {
        (Source, Images) = (source, images);
        Iterations = [.. images.Select(image => image.Iteration).Distinct()];
    }

    /// <summary>The images to be read; number i is that of <see cref="Images"/>.</summary>
    public IImageSource Source { get; }

    /// <summary>What is known about each image, at least one.</summary>
    internal IReadOnlyList<SnapshotImage> Images { get; }

    /// <summary>The iterations with images, rising.</summary>
    public IReadOnlyList<long> Iterations { get; }

    /// <summary>Opens a snapshot folder.</summary>
    /// <param name="path">The folder of a run, its <c>snapshots</c>, any folder of such images, or a .zip of one.</param>
    /// <param name="options">Its limits hold for every image.</param>
    /// <exception cref="GiqaException">There are no images, a name does not give an iteration, or the manifest is wrong or names a missing image.</exception>
    public static SnapshotFolder Open(string path, DecodeOptions options)
    {
        var source = ImageInput.Open(path, options);
        try
        {
            var isSingle = !RegularFile.IsFolder(path) && source.Count == 1 && source.GetPath(0) is not null;
            var listed = isSingle
                ? throw new GiqaException($"{path} is a single image: give the folder or .zip of snapshots that it belongs to")
                : SnapshotManifest.Find(path);
            var (images, indices) = listed is null ? FromNames(path, source) : FromManifest(path, source, listed);
            return new SnapshotFolder(new SelectedSource(source, indices), images);
        }
        catch (InvalidDataException e)
        {
            source.Dispose();
            throw new GiqaException($"{path} is neither a folder nor a .zip: snapshots are read from those", e);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    private static (SnapshotImage[] Images, int[] Indices) FromNames(string path, IImageSource source)
    {
        var parsed = Enumerable.Range(0, source.Count).Select(index => (Index: index, Image: Parse(path, source.GetName(index))));
        return Sort(parsed);
    }

    private static SnapshotImage Parse(string path, string name) => SnapshotNames.Parse(name)
        ?? throw new GiqaException($"{path}: the name '{name}' does not give an iteration; expected is a manifest.csv, numbered folders (000100/00007.png), or file names that begin with it (107900_1_0.png)");

    private static (SnapshotImage[] Images, int[] Indices) FromManifest(string path, IImageSource source, IReadOnlyList<SnapshotImage> listed)
    {
        if (listed.Count == 0)
        {
            throw new GiqaException($"{path}/{SnapshotManifest.FileName} lists no images");
        }

        var places = Enumerable.Range(0, source.Count).ToDictionary(source.GetName, StringComparer.Ordinal);
        return Sort(listed.Select(image => places.TryGetValue(image.Image, out var index)
            ? (index, image)
            : throw new GiqaException($"{path}/{SnapshotManifest.FileName} lists '{image.Image}', which does not exist")));
    }

    private static (SnapshotImage[] Images, int[] Indices) Sort(IEnumerable<(int Index, SnapshotImage Image)> found)
    {
        var sorted = found.OrderBy(item => item.Image.Iteration).ThenBy(item => item.Image.Image, StringComparer.Ordinal).ToArray();
        return (Array.ConvertAll(sorted, item => item.Image), Array.ConvertAll(sorted, item => item.Index));
    }
}

/// <summary>One image that a generator made while it was being trained.</summary>
/// <param name="Image">Its name: the path below the snapshot folder, with <c>/</c>.</param>
/// <param name="Iteration">The generator's training iterations so far, 0 or more.</param>
/// <param name="Seed">What it was made from: images of one run with the same seed are the same latent at other iterations.</param>
/// <param name="Source">The input that it was made from, if the generator is conditional, as in the manifest; or null.</param>
/// <param name="Reference">The image whose style it should have, or the true image of its source, as in the manifest; or null.</param>
internal sealed record SnapshotImage(string Image, long Iteration, string Seed, string? Source, string? Reference);
