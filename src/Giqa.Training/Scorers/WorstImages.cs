using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>
/// Bad images that no generator made: degraded reals, labelled by their strength, and foreign pictures with the lowest label. A
/// scorer that only saw snapshots has never been told that noise is worse than an image, and may find it perfect.
/// </summary>
/// <param name="reals">The reals.</param>
/// <param name="indices">Those that are degraded.</param>
/// <param name="count">How many bad images there are; each is drawn anew whenever it is read.</param>
/// <param name="labels">The label of each strength, falling.</param>
/// <param name="kinds">The ways in which reals are degraded.</param>
internal sealed class WorstImages(PictureShelf reals, int[] indices, int count, double[] labels, IReadOnlyList<DegradationKind> kinds)
{
    // One in so many is foreign, the others are degraded reals.
    private const int ForeignEvery = 4;

    internal int Count => count;

    /// <summary>
    /// Labels of the strengths. For MBC they go down the generated images' own labels by even shares of the images, as its thresholds
    /// do: every classifier then sees some strengths on either side. What is regressed goes down in even steps from the best label
    /// that is not a real image's, since steps of iterations grow two- to threefold and would put all ruins next to zero.
    /// </summary>
    internal static double[] LabelsOfStrengths(FitMethod method, double best, IReadOnlyList<double> generatedLabels)
    {
        double[] sorted = [.. generatedLabels.Order()];
        var shares = Enumerable.Range(Degradation.MinStrength, Degradation.MaxStrength).Select(strength => 1 - (strength / (double)Degradation.MaxStrength));
        return [.. shares.Select(share => method == FitMethod.Mbc ? sorted[(int)((sorted.Length - 1) * share)] : best * share)];
    }

    internal (RgbImage Image, double Label) Draw(SeededRandom random)
    {
        var real = reals.Get(indices[random.NextInt(indices.Length)]);
        if (random.NextInt(ForeignEvery) == 0)
        {
            return (ForeignPicture.Draw(real.Width, real.Height, random), labels[^1]);
        }

        var strength = Degradation.MinStrength + random.NextInt(Degradation.MaxStrength);
        return (Degradation.Apply(real, kinds[random.NextInt(kinds.Count)], strength, random.NextBits()), labels[strength - Degradation.MinStrength]);
    }
}
