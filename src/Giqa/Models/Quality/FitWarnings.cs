using System.Globalization;

namespace Giqa.Models;

/// <summary>What a reader of the scores should know about a fit, in plain sentences.</summary>
internal static class FitWarnings
{
    private const int FewImages = 500;
    private const double LargeGap = .25;

    internal static void AddForSize(List<string> warnings, int images, HoldOutSplit split, FitOptions options)
    {
        if (images < FewImages)
        {
            warnings.Add(Text($"Only {images} real images: qualities rest on few comparisons and would change with other images; some thousands are better."));
        }

        if (options.HoldOut > 0 && !split.HasHeldOut)
        {
            warnings.Add(Text($"A held-out share of {options.HoldOut} is fewer than {FitOptions.MinimumHeldOut} of {images} images: every image was fitted, and quality calibrated by {(options.Method == FitMethod.Knn ? "leaving one out" : "folds")}."));
        }
    }

    /// <summary>Compares what the mixture makes of its own images and of unseen ones, without what PCA drops, on which it has no say.</summary>
    internal static void AddForGap(List<string> warnings, double fitted, double heldOut, int dimensions)
    {
        if (fitted - heldOut > LargeGap * dimensions)
        {
            warnings.Add(Text($"The model fits its own images far better than unseen ones (log likelihood {fitted:0.#} against {heldOut:0.#} in the {dimensions} dimensions of the mixture): use fewer components, more images or more regularisation."));
        }
    }

    internal static void AddForChoice(List<string> warnings, int images) =>
        warnings.Add(Text($"{images} images are too few to compare numbers of Gaussians on: a single one was taken."));

    internal static void AddForCopies(List<string> warnings, int copies)
    {
        if (copies > 0)
        {
            warnings.Add(Text($"{copies} of the real images that quality is calibrated on are copies of others among them: remove duplicates."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
