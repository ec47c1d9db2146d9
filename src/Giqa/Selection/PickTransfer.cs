using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Selection;

/// <summary>Copies, moves or links picked images into a folder, under their own relative names.</summary>
/// <remarks>
/// A name's folders are kept below the target, never above it: drive letters, leading slashes and <c>..</c> are dropped.
/// Images of arrays get <c>.png</c>. Of two images whose names then agree, the second gets <c>-2</c>; one image that is
/// named twice has one file. Each file appears whole or not at all, and never in place of an image of the source.
/// </remarks>
public static class PickTransfer
{
    /// <summary>Brings the images into the folder.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="images">Their numbers in the source.</param>
    /// <param name="folder">The target; made when missing.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the number of images that are done.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <returns>Every image with its new file, in the given order; also when nothing was done because of <see cref="TransferOptions.DryRun"/>.</returns>
    /// <exception cref="GiqaException">A file is in the way, or is itself an image of the source, an image has no file to move or link, or a file cannot be written.</exception>
    public static IReadOnlyList<TransferredImage> Run(
        IImageSource source,
        IReadOnlyList<int> images,
        string folder,
        TransferOptions options,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Kind != TransferKind.Copy && images.FirstOrDefault(image => source.GetPath(image) is null, -1) is var inside and >= 0)
        {
            throw new GiqaException($"{source.GetName(inside)} is inside an archive or an array and cannot be moved or linked: copy it");
        }

        var plan = TransferPlan.Make(source, images, Path.GetFullPath(folder));
        if (!options.Overwrite && plan.FirstOrDefault(item => Exists(item.File)) is { } taken)
        {
            throw new GiqaException($"{plan.Count(item => Exists(item.File))} of {plan.Length} files exist already, first {taken.File}: choose an empty folder, or allow overwriting");
        }

        foreach (var target in plan.Select(item => Path.GetDirectoryName(item.File)!).Distinct(StringComparer.Ordinal).Where(_ => !options.DryRun))
        {
            TemporaryFile.RemoveOrphans(target);
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < plan.Length && !options.DryRun; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (done.Add(plan[i].File))
            {
                Place(source, images[i], plan[i], options.Kind, done: i, plan.Length);
            }

            progress?.Report(i + 1);
        }

        return plan;
    }

    private static bool Exists(string path) => RegularFile.KindOf(path) != FileKind.Missing || RegularFile.IsLink(path);

    private static void Place(IImageSource source, int image, TransferredImage item, TransferKind kind, int done, int count)
    {
        var temporary = TemporaryFile.In(Path.GetDirectoryName(item.File)!);
        try
        {
            PathFiles.MakeFolder(Path.GetDirectoryName(item.File)!);
            Bring(source, image, temporary, kind);
            PathFiles.Move(temporary, item.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ImageException)
        {
            throw new GiqaException($"cannot write {item.File} ({done} of {count} images are done): {e.Message}", e);
        }
        finally
        {
            if (kind != TransferKind.Move)
            {
                PathFiles.Delete(temporary);
            }
        }
    }

    private static void Bring(IImageSource source, int image, string temporary, TransferKind kind)
    {
        var path = source.GetPath(image);
        switch (kind)
        {
            case TransferKind.Move:
                PathFiles.Move(path!, temporary);
                break;
            case TransferKind.Link:
                PathFiles.Link(temporary, Path.GetFullPath(path!));
                break;
            case TransferKind.Copy when path is not null:
                PathFiles.Copy(path, temporary);
                break;
            default:
                using (var stream = PathFiles.Create(temporary))
                {
                    source.Read(image).WriteImageFile(stream);
                }

                break;
        }
    }
}
