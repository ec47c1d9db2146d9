using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Cli.Reporting;

/// <summary>Several scores files as one table; with several, each row's name is prefixed with its file's.</summary>
internal sealed class ScoredSets : IDisposable
{
    private readonly List<ImageScore> _scores = [];
    private readonly JoinedImages _images = new();

    private ScoredSets()
    {
    }

    public IReadOnlyList<ImageScore> Scores => _scores;

    /// <summary>The images in the order of the scores; null when none was found.</summary>
    public IImageSource? Images { get; private set; }

    /// <summary>Reads the files and finds their images.</summary>
    /// <param name="files">The scores files.</param>
    /// <param name="inputs">Where the images are: as many as files, in their order, or any number for all; without any, they are looked up next to the files and in the current folder.</param>
    /// <param name="decoding">Its limits hold for every image.</param>
    public static ScoredSets Read(IReadOnlyList<string> files, IReadOnlyList<string> inputs, DecodeOptions decoding)
    {
        var sets = new ScoredSets();
        var labels = Labels(files);
        for (var i = 0; i < files.Count; i++)
        {
            var rows = ScoreFile.Read(files[i]);
            string[] own = inputs.Count == files.Count ? [inputs[i]] : [.. inputs];
            var opened = own.Length == 0 ? null : ImageInput.Open(own, decoding);
            var images = ScoredImages.Find(files[i], rows, opened, decoding);
            if (images is null)
            {
                opened?.Dispose();
            }

            var names = rows.Select(row => files.Count == 1 ? row.Image : $"{labels[i]}/{row.Image}").ToArray();
            sets._scores.AddRange(rows.Zip(names, (row, name) => row with { Image = name }));
            sets._images.Add(images, names);
            sets.Images = images is null ? sets.Images : sets._images;
        }

        return sets;
    }

    public void Dispose() => _images.Dispose();

    /// <summary>The names of the files on a page.</summary>
    internal static string[] Labels(IReadOnlyList<string> files)
    {
        string[] stems = [.. files.Select(file => Path.GetFileNameWithoutExtension(file))];
        return stems.Distinct(StringComparer.Ordinal).Count() == stems.Length ? stems : [.. stems.Select((stem, i) => $"{i + 1} {stem}")];
    }
}
