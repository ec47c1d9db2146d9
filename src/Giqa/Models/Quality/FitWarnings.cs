using System.Globalization;

namespace Giqa.Models;

/// <summary>What a reader of the scores should know about a fit, in plain sentences.</summary>
/// <remarks>They say "images", not "real images": a diversity score fits a generated set.</remarks>
internal static class FitWarnings
{
    private const int FewImages = 500;
    private const double LargeGap = .25;

    internal static void AddForSize(List<string> warnings, int images)
    {
        if (images < FewImages)
        {
            warnings.Add($"The model is based on only {Counted.Images(images)}: its qualities would change with other images; several thousand would be better.");
        }
    }

    /// <summary>Compares the mixture's likelihood of its own images and of unseen ones, without what PCA drops, which is not part of it.</summary>
    internal static void AddForGap(List<string> warnings, double fitted, double heldOut, int dimensions)
    {
        if (fitted - heldOut > LargeGap * dimensions)
        {
            warnings.Add(Text($"The model fits its own images far better than unseen ones (log likelihood {fitted:0.#} against {heldOut:0.#} in the {Counted.Of(dimensions, "dimension")} of the mixture): use fewer components, more images or more regularisation."));
        }
    }

    internal static void AddForSample(List<string> warnings, int images, int of)
    {
        if (images < of)
        {
            warnings.Add($"The model is fitted on {Counted.Images(images)} drawn from {of}.");
        }
    }

    internal static void AddForChoice(List<string> warnings, int images) =>
        warnings.Add($"{Counted.Images(images)} are too few to compare numbers of Gaussians on: a single one was used.");

    internal static void AddForComponents(List<string> warnings, int images, int asked, int most) =>
        warnings.Add($"{Counted.Of(most, "Gaussian")} instead of {asked}: each model is fitted on {Counted.Images(images)}, and a Gaussian needs at least {FitOptions.LeastImagesPerComponent}.");

    internal static void AddForCopies(List<string> warnings, int copies)
    {
        if (copies > 0)
        {
            warnings.Add($"{Counted.Images(copies)} that quality is calibrated on {(copies == 1 ? "is a copy" : "are copies")} of others among them: remove duplicates.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
