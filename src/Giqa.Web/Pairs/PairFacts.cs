using System.Globalization;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Web.Pairs;

/// <summary>What a score of a pair means and how its model came about, in words for people.</summary>
internal static class PairFacts
{
    internal static IEnumerable<ReportFact> Of(PairModel? model)
    {
        if (model is null)
        {
            yield break;
        }

        var training = model.Training;
        yield return new ReportFact("Network", $"{training.Network}, {model.Side} x {model.Side} pixels, {(training.IsRegression ? "a regression" : Figures.Plural(training.Classifiers, "classifier"))}");
        yield return new ReportFact("Trained on", $"{Figures.Plural(training.TrainingPairs, "pair")} of source and reference, {Figures.Plural(training.Iterations.Count, "iteration")} each, elbow of FID at {training.Elbow.ToString(CultureInfo.InvariantCulture)}");
        yield return new ReportFact("Held-out pairs", $"{Figures.Count(training.ValidationPairs)}: {Share(training.OrderAccuracy, training.ValidationPairs)} of their images in order, {Share(training.ReferenceAccuracy, training.ValidationPairs)} prefer their own reference, a reference with itself {Figures.Quality(training.SelfScore)}");
        yield return new ReportFact("Software", model.Software);
    }

    /// <summary>A share with Wilson's 95 % interval for as many pairs: what was counted within each of them makes it no wider.</summary>
    private static string Share(double share, int pairs)
    {
        if (pairs == 0 || !double.IsFinite(share))
        {
            return Figures.Percent(share);
        }

        var (low, high) = WilsonInterval.Of(share, pairs);
        return $"{Figures.Percent(share)} (95 %: {Figures.Percent(low)} to {Figures.Percent(high)})";
    }

    internal static string MeaningOf(PairModel? model, string? measure) => measure switch
    {
        _ when model is not null => "How good an image is in the style of its reference, from 0 to 1. It was learned from images that a generator made while it was being trained: 0 is how it began, and 1 is what a reference scores against itself.",
        "psnr" => "The peak signal-to-noise ratio of an image and its reference in dB: how alike they are pixel by pixel. It knows nothing of style.",
        "ssim" or "ms-ssim" => "How alike the structures of an image and its reference are, 1 for equal images. It knows nothing of style.",
        "gram" => "The distance between the Gram matrices of an image and its reference, with its sign changed: 0 for equal textures and colours. It knows nothing of quality.",
        "lpips" => "The distance between an image and its reference in the maps of a network, weighed as people judged, with its sign changed: 0 for equal images. It asks for the same content, too.",
        _ => "Higher is better.",
    };
}
