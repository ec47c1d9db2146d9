using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Selection;

/// <summary>Copies, moves or links picked images into a folder, under their own relative names.</summary>
/// <remarks>
/// A name's folders are kept below the target, never above it: drive letters, leading slashes and <c>..</c> are dropped.
/// Images of arrays get <c>.png</c>. If two names then clash, the second gets <c>-2</c>; an image that is
/// listed twice is written once. Each file appears whole or not at all, and never replaces an image of the source. A file that
/// already exists with the right content is left alone, so that a run may be repeated; an interrupted
/// move is finished by <see cref="MoveJournal"/>.
/// </remarks>
public static class PickTransfer
{
    /// <summary>Transfers the images into the folder.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="images">Their numbers in the source.</param>
    /// <param name="folder">The target; made when missing.</param>
    /// <param name="options">How; null for copies.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <returns>Every image with its new file, in the given order; also if nothing was done because of <see cref="TransferOptions.DryRun"/>.</returns>
    /// <exception cref="GiqaException">A file is in the way, or is itself an image of the source, an image has no file to move or link, or a file cannot be written.</exception>
    public static IReadOnlyList<TransferredImage> Run(
        IImageSource source,
        IReadOnlyList<int> images,
        string folder,
        TransferOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new TransferOptions();
        if (options.Kind != TransferKind.Copy && images.FirstOrDefault(image => source.GetPath(image) is null, -1) is var inside and >= 0)
        {
            throw new GiqaException($"{source.GetName(inside)} is inside an archive or an array and cannot be moved or linked: copy it");
        }

        var plan = TransferPlan.Make(source, images, Path.GetFullPath(folder));
        var missing = plan.Zip(images).DistinctBy(item => item.First.File, StringComparer.Ordinal).Where(item => !IsDone(source, item.Second, item.First.File, options.Kind)).ToArray();
        var taken = missing.Select(item => item.First.File).Where(Exists).ToArray();
        if (taken.Length > 0 && !options.Overwrite)
        {
            throw new GiqaException($"{taken.Length} of {plan.Length} files already exist with different content, first {taken[0]}: choose another folder, or allow overwriting");
        }

        if (options.DryRun)
        {
            return plan;
        }

        if (options.Kind == TransferKind.Move)
        {
            MoveJournal.Begin(folder, missing.Select(item => (item.First, source.GetPath(item.Second)!)), options.Account).MoveAll(progress, cancellationToken);
            if (options.Account is null)
            {
                MoveJournal.Forget(folder);
            }

            return plan;
        }

        foreach (var target in plan.Select(item => Path.GetDirectoryName(item.File)!).Distinct(StringComparer.Ordinal))
        {
            TemporaryFile.RemoveOrphans(target);
        }

        for (var i = 0; i < missing.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place(source, missing[i].Second, missing[i].First, options.Kind, done: i, missing.Length);
            progress?.Report(i + 1);
        }

        return plan;
    }

    private static bool Exists(string path) => RegularFile.KindOf(path) != FileKind.Missing || RegularFile.IsLink(path);

    /// <summary>Whether a file already has the content that would be written.</summary>
    private static bool IsDone(IImageSource source, int image, string file, TransferKind kind)
    {
        var place = new FileInfo(file);
        return kind switch
        {
            TransferKind.Link => place.LinkTarget == Path.GetFullPath(source.GetPath(image)!),
            TransferKind.Copy => place is { Exists: true, LinkTarget: null } && IsCopy(source, image, place),
            _ => false,
        };
    }

    private static bool IsCopy(IImageSource source, int image, FileInfo place)
    {
        using var content = new MemoryStream();
        Copy(source, image, content);
        return content.Length == place.Length && content.GetBuffer().AsSpan(0, (int)content.Length).SequenceEqual(RegularFile.ReadAllBytes(place.FullName));
    }

    private static void Place(IImageSource source, int image, TransferredImage item, TransferKind kind, int done, int count)
    {
        var temporary = TemporaryFile.In(Path.GetDirectoryName(item.File)!);
        try
        {
            PathFiles.MakeFolder(Path.GetDirectoryName(item.File)!);
            if (kind == TransferKind.Link)
            {
                PathFiles.Link(temporary, Path.GetFullPath(source.GetPath(image)!));
            }
            else
            {
                using var stream = PathFiles.Create(temporary);
                Copy(source, image, stream);
            }

            PathFiles.Move(temporary, item.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ImageException)
        {
            throw new GiqaException($"cannot write {item.File} ({done} of {count} images are done): {e.Message}", e);
        }
        finally
        {
            PathFiles.Delete(temporary);
        }
    }

    private static void Copy(IImageSource source, int image, Stream destination)
    {
        if (source.GetPath(image) is not { } path)
        {
            source.Read(image).WriteImageFile(destination);
            return;
        }

        using var original = RegularFile.OpenRead(path);
        original.CopyTo(destination);
    }
}

/// <summary>How picked images are placed in a folder.</summary>
public enum TransferKind
{
    /// <summary>The files are copied; images from archives and arrays are written out.</summary>
    Copy,

    /// <summary>The files are moved. Images in archives and arrays cannot be.</summary>
    Move,

    /// <summary>Symbolic links to the files are made. Images in archives and arrays cannot be linked to.</summary>
    Link,
}

/// <summary>Options for placing picked images in a folder.</summary>
public sealed record TransferOptions
{
    /// <summary>Copy, move or link.</summary>
    /// <value>Default <see cref="TransferKind.Copy"/>.</value>
    public TransferKind Kind { get; init; } = TransferKind.Copy;

    /// <summary>Whether existing files are replaced.</summary>
    /// <value>Default false: if one is in the way, nothing is done at all.</value>
    public bool Overwrite { get; init; }

    /// <summary>Only say what would be done.</summary>
    /// <value>Default false.</value>
    public bool DryRun { get; init; }

    /// <summary>The caller's report of a move. The plan is then kept after everything is moved, for the caller to <see cref="MoveJournal.Forget"/>.</summary>
    internal MoveAccount? Account { get; init; }
}

/// <summary>One picked image and where it went.</summary>
/// <param name="Image">Its name in its source.</param>
/// <param name="File">The path of the new file.</param>
public sealed record TransferredImage(string Image, string File);
