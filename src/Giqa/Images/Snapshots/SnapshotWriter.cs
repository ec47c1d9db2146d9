using System.Globalization;

namespace Giqa.Images.Snapshots;

/// <summary>Adds snapshots to the folder of a run: <c>RUN/snapshots/ITERATION/SEED.png</c> and <c>RUN/manifest.csv</c>.</summary>
/// <remarks>An iteration's images appear all at once, and only then in the manifest. Not for several threads at once.</remarks>
internal sealed class SnapshotWriter(string run)
{
    /// <summary>The folder below a run that holds its snapshots.</summary>
    internal const string Folder = "snapshots";

    /// <summary>Writes the images of one iteration, replacing existing ones.</summary>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    internal void Write(long iteration, IReadOnlyList<SnapshotPicture> pictures)
    {
        var target = Path.Combine(run, Folder, SnapshotNames.FolderOf(iteration));
        var partial = Path.Combine(run, Folder, $".{SnapshotNames.FolderOf(iteration)}.partial");
        try
        {
            Remove(partial);
            _ = Directory.CreateDirectory(partial);
            foreach (var picture in pictures)
            {
                File.WriteAllBytes(Path.Combine(partial, FileNameOf(picture.Seed)), ImageEncoder.EncodePng(picture.Image));
            }

            Remove(target);
            Directory.Move(partial, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot write the snapshot {target}: {e.Message}", e);
        }

        var added = pictures.Select(picture => new SnapshotImage(
            $"{Folder}/{SnapshotNames.FolderOf(iteration)}/{FileNameOf(picture.Seed)}",
            iteration,
            picture.Seed.ToString(CultureInfo.InvariantCulture),
            picture.Source,
            picture.Reference));
        var others = SnapshotManifest.Find(run)?.Where(image => image.Iteration != iteration) ?? [];
        SnapshotManifest.Write(run, [.. others.Concat(added).OrderBy(image => image.Iteration).ThenBy(image => image.Image, StringComparer.Ordinal)]);
    }

    private static string FileNameOf(ulong seed) => $"{seed.ToString("D5", CultureInfo.InvariantCulture)}.png";

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>One image on its way into a snapshot folder.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Image">Its pixels.</param>
/// <param name="Source">The input that it was made from, or null.</param>
/// <param name="Reference">The true image of its source, or the image whose style it should have, or null.</param>
internal sealed record SnapshotPicture(ulong Seed, RgbImage Image, string? Source = null, string? Reference = null);
