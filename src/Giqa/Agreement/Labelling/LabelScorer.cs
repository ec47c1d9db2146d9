namespace Giqa.Agreement.Labelling;

/// <summary>Scores of a labelling's images by one model or scores file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Scores">One raw score per image, in their order; null where an image has none.</param>
/// <param name="Qualities">The calibrated qualities likewise.</param>
internal sealed record LabelScorer(string Name, IReadOnlyList<double?> Scores, IReadOnlyList<double?> Qualities)
{
    /// <summary>What the images are ranked by: their qualities, or their raw scores if there are none.</summary>
    public IReadOnlyList<double?> Ranked => Qualities.Any(quality => quality is not null) ? Qualities : Scores;
}
