using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa;

/// <summary>
/// Shows a learned model pictures that belong to no set of images: noise, flat colours, black, white, checks, stripes. A scorer that
/// finds them good would have noise picked, and a generator rewarded for it.
/// </summary>
public static class ForeignProbe
{
    /// <summary>
    /// The quality that no such picture may exceed. One real image in twenty is ranked lower: what is above cannot be told from a real
    /// one at the usual 5 %.
    /// </summary>
    public const double Limit = .05;

    private const int FlatGrey = 128;
    private const ulong Seed = 0x9B0BE;

    /// <summary>Probes a model.</summary>
    /// <param name="model">Any model; one that is fitted to features has no network to ask, and nothing is found.</param>
    /// <returns>What ranks too high, in one line; null when nothing does.</returns>
    public static string? FindPraised(QualityModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is { Network: { } network, Branches: [var branch] } ? FindPraised(network, branch.Scorer, branch.Calibration) : null;
    }

    /// <summary>Probes what scores the outputs of a model's own network.</summary>
    internal static string? FindPraised(Backbone network, Scorer scorer, Calibration calibration)
    {
        return FindPraised(network, ScoreOf, calibration, "Train longer, on more snapshots, or with more --degraded images");

        double ScoreOf(float[] outputs)
        {
            var score = new double[1];
            scorer.Score(Array.ConvertAll(outputs, value => (double)value), score, 1, CancellationToken.None);
            return score[0];
        }
    }

    /// <summary>Probes what scores a network's features.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scoreOf">The raw score of a picture's features.</param>
    /// <param name="calibration">Makes qualities of the scores.</param>
    /// <param name="advice">What to do about pictures that rank too high, a sentence without its end.</param>
    internal static string? FindPraised(Backbone network, Func<float[], double> scoreOf, Calibration calibration, string advice)
    {
        // With few held-out reals the ranks are coarser than the limit.
        var limit = Math.Max(Limit, 1.0 / calibration.HeldOutCount);
        using var extractor = new FeatureExtractor(network, new ExtractorOptions { Threads = 1 });
        string[] praised =
        [
            .. Pictures(network.Preprocessing.Width, network.Preprocessing.Height)
                .Select(probe => (probe.Name, Quality: calibration.Quality(scoreOf(extractor.Extract(probe.Picture)))))
                .Where(probe => probe.Quality > limit)
                .OrderByDescending(probe => probe.Quality)
                .Select(probe => FormattableString.Invariant($"{probe.Name} ({probe.Quality:.00})")),
        ];
        return praised.Length == 0
            ? null
            : FormattableString.Invariant($"it ranks pictures that are no images above {limit:.##} of quality: {string.Join(", ", praised)}; where such things turn up, its qualities mean nothing. {advice}");
    }

    private static IEnumerable<(string Name, RgbImage Picture)> Pictures(int width, int height)
    {
        var random = new SeededRandom(Seed);
        yield return ("uniform noise", Paint((_, _, _) => random.NextInt(256)));
        yield return ("Gaussian noise", Paint((_, _, _) => (int)Math.Clamp(FlatGrey + (50 * random.NextGaussian()), 0, 255)));
        yield return ("flat grey", Paint((_, _, _) => FlatGrey));
        yield return ("flat red", Paint((_, _, channel) => channel == 0 ? 255 : 0));
        yield return ("black", Paint((_, _, _) => 0));
        yield return ("white", Paint((_, _, _) => 255));
        yield return ("fine checks", Paint((x, y, _) => (x + y) % 2 * 255));
        yield return ("coarse checks", Paint((x, y, _) => ((4 * x / width) + (4 * y / height)) % 2 * 255));
        yield return ("stripes", Paint((x, _, _) => x / 2 % 2 * 255));

        RgbImage Paint(Func<int, int, int, int> value)
        {
            var pixels = new byte[width * height * 3];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)value(i / 3 % width, i / 3 / width, i % 3);
            }

            return new RgbImage(width, height, pixels);
        }
    }
}
