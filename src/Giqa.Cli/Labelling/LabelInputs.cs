using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Cli.Labelling;

/// <summary>The inputs of <c>giqa label</c>, sorted: scores files among them are scorers, the rest are images.</summary>
internal sealed class LabelInputs
{
    private LabelInputs(string[] images, string[] scores) => (Images, Scores) = (images, scores);

    /// <summary>The inputs with images, as full paths; empty if only a scores file lists them.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>The scores files, as full paths.</summary>
    public IReadOnlyList<string> Scores { get; }

    /// <summary>What to reopen when the labelling is continued.</summary>
    public IReadOnlyList<string> ToKeep => Images.Count > 0 ? Images : [.. Scores.Take(1)];

    public static LabelInputs Parse(IReadOnlyList<string> inputs)
    {
        var kinds = inputs.ToLookup(IsScores);
        return new LabelInputs([.. kinds[false].Select(FullPath)], [.. kinds[true].Select(FullPath)]);
    }

    /// <summary>Opens the images: those of the inputs, or those that the first scores file names.</summary>
    /// <exception cref="GiqaException">There are none.</exception>
    public IImageSource Open(DecodeOptions decoding)
    {
        if (Images.Count > 0)
        {
            return ImageInput.Open(Images, decoding);
        }

        return ScoredImages.Find(Scores[0], ScoreFile.Read(Scores[0]), null, decoding)
            ?? throw new GiqaException($"none of the images of {Scores[0]} are next to it or in the current folder; give their folder too: giqa label {Path.GetFileName(Scores[0])} IMAGES");
    }

    /// <summary>The inputs that a model scores: those with the images, or the files that a scores file names.</summary>
    public IReadOnlyList<string> ToScore(IImageSource images) => Images.Count > 0
        ? Images
        : [.. Enumerable.Range(0, images.Count).Select(images.GetPath).OfType<string>().Where(File.Exists)];

    private static bool IsScores(string input) =>
        input.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static string FullPath(string input) => input.StartsWith('@') ? $"@{Path.GetFullPath(input[1..])}" : Path.GetFullPath(input);
}
