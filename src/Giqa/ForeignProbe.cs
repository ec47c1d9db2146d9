using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa;

/// <summary>
/// Tests a learned model on pictures that do not belong to any set of images: noise, flat colours, black, white, checks, stripes; and, when it has
/// just been trained, ruined versions of the held-out reals. A scorer that rates them highly would pick noise, and
/// reward a generator for it.
/// </summary>
internal static class ForeignProbe
{
    /// <summary>
    /// The quality that no such picture may exceed. One real image in twenty ranks lower: anything above cannot be distinguished from a real
    /// one at the usual 5 %.
    /// </summary>
    public const double Limit = .05;

    /// <summary>
    /// The mean quality that no kind of strong damage to held-out reals may exceed. For 32 undamaged reals it is .5 ± .1: anything above
    /// cannot be distinguished from them at the usual 5 %.
    /// </summary>
    public const double DegradedLimit = .4;

    private const int MostReals = 32;
    private const int FlatGrey = 128;
    private const ulong Seed = 0x9B0BE;

    /// <summary>Probes a model.</summary>
    /// <param name="model">Any model.</param>
    /// <returns>Null for one that is fitted to features: it has no network.</returns>
    public static ProbeResult? Run(QualityModel model) =>
        model is { Network: { } network, Branches: [{ Taps: [var tap] } branch] }
            ? Run(network, tap.Scorer, branch.Calibration, model.Options.Method) with { DegradedReals = model.Training?.DegradedReals ?? [] }
            : null;

    /// <summary>Probes a learned model; a preference model has no network of its own and is tested through the backbone's.</summary>
    /// <param name="model">Any model.</param>
    /// <param name="backbone">The network that its features come from; used only for such a model.</param>
    /// <returns>Null for one that is fitted to features of reals.</returns>
    internal static ProbeResult? Run(QualityModel model, Func<Backbone> backbone) =>
        model is { Preference: not null, Branches: [var branch] } ? Run(backbone(), branch) : Run(model);

    /// <summary>Probes a learned model with the backbone that is installed here.</summary>
    /// <param name="model">Any model.</param>
    /// <param name="modelName">Its name in messages.</param>
    /// <returns>Null also if it is not installed: features can be scored without it; images cannot, which is reported at that point.</returns>
    internal static ProbeResult? Run(QualityModel model, string modelName)
    {
        try
        {
            return Run(model, () => ModelBackbone.Open(model, modelName, new BackboneStore()));
        }
        catch (GiqaException)
        {
            return null;
        }
    }

    /// <summary>Probes a preference model.</summary>
    internal static ProbeResult Run(Backbone backbone, ModelBranch branch)
    {
        var found = Run(backbone, features => branch.Score(new FeatureMatrix(1, features.Length, features), null, 1, CancellationToken.None)[0], branch.Calibration);
        return found with { Advice = "No one judged such pictures: let people judge some, or pick by a density of reals first" };
    }

    /// <summary>Probes a scorer of the outputs of a model's own network.</summary>
    internal static ProbeResult Run(Backbone network, Scorer scorer, Calibration calibration, FitMethod method)
    {
        var result = Run(network, ScoreBy(scorer), calibration);
        return method switch
        {
            FitMethod.Imported => result with { Advice = "It was imported unchanged: filter such pictures out with a density of reals ('giqa fit') first" },
            FitMethod.Rank => result with { Advice = "Train longer, or on more real images" },
            _ => result,
        };
    }

    /// <summary>The mean quality of held-out reals degraded as strongly as possible, by kind.</summary>
    /// <param name="network">The model's own network.</param>
    /// <param name="scorer">Scores its outputs.</param>
    /// <param name="calibration">Makes qualities of the scores.</param>
    /// <param name="heldOut">Reals that were not trained on, in the network's size; the first of them are taken.</param>
    internal static ProbePicture[] RunDegraded(Backbone network, Scorer scorer, Calibration calibration, IEnumerable<RgbImage> heldOut)
    {
        RgbImage[] reals = [.. heldOut.Take(MostReals)];
        using var extractor = new FeatureExtractor(network, new ExtractorOptions { Threads = 1 });
        var scoreOf = ScoreBy(scorer);
        return Degraded("reals", reals.Length, number => reals[number], (_, image) => calibration.Quality(scoreOf(extractor.Extract(image))));
    }

    private static Func<float[], double> ScoreBy(Scorer scorer) => outputs =>
    {
        var score = new double[1];
        scorer.Score(Array.ConvertAll(outputs, value => (double)value), score, 1, CancellationToken.None);
        return score[0];
    };

    private static ProbePicture[] Degraded(string what, int count, Func<int, RgbImage> imageOf, Func<int, RgbImage, double> qualityOf) => count == 0 ? [] :
    [
        .. Enum.GetValues<DegradationKind>().Select(kind => new ProbePicture(
            $"{NameOf(kind)} {what}",
            Enumerable.Range(0, count).Average(number => qualityOf(number, Degradation.Apply(imageOf(number), kind, Degradation.MaxStrength, Seed + (ulong)number))))),
    ];

    private static string NameOf(DegradationKind kind) => kind switch
    {
        DegradationKind.Blur => "blurred",
        DegradationKind.Noise => "noisy",
        DegradationKind.Jpeg => "JPEG-damaged",
        DegradationKind.Pixelate => "pixelated",
        DegradationKind.PatchShuffle => "shuffled",
        _ => "swirled",
    };

    /// <summary>Probes what scores a network's features.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scoreOf">The raw score of a picture's features.</param>
    /// <param name="calibration">Makes qualities of the scores.</param>
    internal static ProbeResult Run(Backbone network, Func<float[], double> scoreOf, Calibration calibration)
    {
        using var extractor = new FeatureExtractor(network, new ExtractorOptions { Threads = 1 });

        // A picture without a score cannot rank high: a network that divides by the contrast gives none for a flat picture.
        var pictures = Pictures(network.Preprocessing.Width, network.Preprocessing.Height)
            .Select(probe => (probe.Name, Features: extractor.Extract(probe.Picture)))
            .Where(probe => ExtractionFault.In(probe.Features) is null)
            .Select(probe => new ProbePicture(probe.Name, calibration.Quality(scoreOf(probe.Features))));
        return new ProbeResult(LimitOf(calibration.HeldOutCount), [.. pictures]);
    }

    /// <summary>Probes a model of pairs: each picture is ranked, as a result for each reference, among the generator's final results for it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">The references of pairs that it was not trained on, each with its good images.</param>
    internal static ProbeResult? Run(PairModel model, IReadOnlyList<(RgbImage Reference, IReadOnlyList<RgbImage> Good)> heldOut)
    {
        if (heldOut.Count == 0)
        {
            return null;
        }

        using var extractor = new FeatureExtractor(model.Extractor, new ExtractorOptions { Threads = 1 });
        var styles = heldOut.Select(pair => (Reference: extractor.Extract(pair.Reference), Good: pair.Good)).ToArray();
        double[][] good = [.. styles.Select(pair => pair.Good.Select(image => model.Compare(pair.Reference, extractor.Extract(image))).ToArray())];
        return new ProbeResult(LimitOf(good.Sum(scores => scores.Length)), [.. Pictures(model.Side, model.Side).Select(probe => new ProbePicture(probe.Name, RankOf(extractor.Extract(probe.Picture))))])
        {
            DegradedReals = Degraded("results", Math.Min(MostReals, styles.Length), number => styles[number].Good[0], (number, image) => RankAmong(number, extractor.Extract(image))),
        };

        // Scores of different references are not compared with each other: one may be easier to please than another.
        double RankOf(float[] picture) => Enumerable.Range(0, styles.Length).Average(number => RankAmong(number, picture));

        double RankAmong(int number, float[] picture)
        {
            var score = model.Compare(styles[number].Reference, picture);
            return good[number].Average(other => other < score ? 1 : other == score ? .5 : 0);
        }
    }

    /// <summary>With few held-out images the ranks are coarser than the limit.</summary>
    private static double LimitOf(int heldOut) => Math.Max(Limit, 1.0 / heldOut);

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
