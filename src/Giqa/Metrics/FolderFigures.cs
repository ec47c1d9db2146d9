namespace Giqa.Metrics;

/// <summary>
/// The metrics that are means over images, for one folder (class): of its generated images QS, precision and density, of its
/// real images DS, recall and coverage. Models and balls are those of the whole sets.
/// </summary>
/// <param name="Folder">The folder within the inputs.</param>
/// <param name="Generated">Generated images in it.</param>
/// <param name="Real">Real images in it.</param>
/// <param name="Figures">The metrics; the others are null.</param>
public sealed record FolderFigures(string Folder, int Generated, int Real, ComparisonFigures Figures)
{
    /// <summary>Standard errors of QS, precision and density given these reals; null unless <see cref="ComparisonOptions.FolderTests"/> asked for them.</summary>
    public ComparisonErrors? StandardErrors { get; init; }
}
