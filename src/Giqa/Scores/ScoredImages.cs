using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Storage;

namespace Giqa.Scores;

/// <summary>Finds the images of a scores file.</summary>
internal static class ScoredImages
{
    /// <summary>Finds the image of every row.</summary>
    /// <param name="path">The scores file.</param>
    /// <param name="scores">Its rows.</param>
    /// <param name="images">
    /// Where the images are; null looks for their files next to the scores file and in the current folder. Stays open as long as the result.
    /// </param>
    /// <param name="options">Its limits hold for every image.</param>
    /// <returns>One image per row, under the row's name; an image that was not found fails when it is read. Null when none was found.</returns>
    public static IImageSource? Find(string path, IReadOnlyList<ImageScore> scores, IImageSource? images, DecodeOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return images is null ? FindFiles(path, scores, options) : FindAmong(scores, images);
    }

    private static FileSource? FindFiles(string path, IReadOnlyList<ImageScore> scores, DecodeOptions options)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] files = [.. scores.Select(score => Path.Combine(folder, score.Image) is var beside && RegularFile.IsNoFolder(beside) ? beside : Path.GetFullPath(score.Image))];
        return files.Any(RegularFile.IsNoFolder) ? new FileSource([.. scores.Select(score => score.Image)], files, options.MaxFileBytes) : null;
    }

    private static RenamedSource? FindAmong(IReadOnlyList<ImageScore> scores, IImageSource images)
    {
        var names = new ImageNames(Enumerable.Range(0, images.Count).Select(images.GetName));
        int[] places = [.. scores.Select(score => names.Find(score.Image) is [var only] ? only : -1)];
        return places.Any(place => place >= 0) ? new RenamedSource(images, [.. scores.Select(score => score.Image)], places) : null;
    }
}
