namespace Giqa.Agreement.Preferences;

/// <summary>A judgement as a model foretells it that learned from none of its images.</summary>
/// <param name="Label">The judgement's number.</param>
/// <param name="Utilities">Of the image, or of the first and the second one of a pair.</param>
/// <param name="Mean">The mean of the opinions that were learned from; 0 for pairs.</param>
internal sealed record ForetoldLabel(int Label, double[] Utilities, double Mean)
{
    /// <summary>What goes along with the judgement: the difference of a pair's utilities, or how far the opinion lies above the others.</summary>
    internal double Value => Utilities.Length == 2 ? Utilities[0] - Utilities[1] : Utilities[0] - Mean;
}
