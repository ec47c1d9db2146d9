using Giqa.Features;
using Giqa.Images;

namespace Giqa.Models;

/// <summary>
/// Makes a model from a third-party scorer, such as NIMA: the network is stored in the model file, and its numbers become qualities
/// by calibration on real images, so that all scorers can be read in the same way: .5 is as good as the median real image.
/// </summary>
/// <remarks>Nothing is learned: the reals only show how the scorer rates reals. It must not have been trained on them.</remarks>
public static class ScorerImport
{
    // Softmax in float16 sums to 1 within a few thousandths.
    private const double Rounding = .01;

    private const int MostJudged = 24;
    private const int Strength = 4;

    private static readonly DegradationKind[] Damage = [DegradationKind.Blur, DegradationKind.Noise, DegradationKind.Jpeg, DegradationKind.Pixelate];

    /// <summary>Reads a network, and runs it on test pictures.</summary>
    /// <returns>The network, with its outputs as features.</returns>
    /// <exception cref="GiqaException">The file cannot be read.</exception>
    /// <exception cref="ModelFileException">It is not a network that takes such pictures, or its outputs cannot be reduced this way.</exception>
    public static Backbone Open(ScorerImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var read = BackboneImporter.Check(options.Network);
        _ = ImportedScorer.Create(options.Report, read.FeatureCount);
        return EmbeddedBackbone.Create(read.Name, read.LoadModel(), read.FeatureCount, read.Preprocessing, read.Description.Pooling);
    }

    /// <summary>Calibrates it.</summary>
    /// <param name="network">The network from <see cref="Open"/>.</param>
    /// <param name="reals">Its outputs for real images.</param>
    /// <param name="options">The options that it was opened with.</param>
    /// <exception cref="ModelFileException">Bins are expected but the outputs are not probabilities, or every image has the same score.</exception>
    public static QualityModel Calibrate(Backbone network, FeatureSet reals, ScorerImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(reals);
        ArgumentNullException.ThrowIfNull(options);
        var scorer = ImportedScorer.Create(options.Report, network.FeatureCount);
        if (options.Reduction == ScoreReduction.MeanOfBins)
        {
            RequireProbabilities(reals.Matrix, options.Report.Source);
        }

        var model = LearnedModel.Calibrate(network, reals, scorer, new FitOptions { Method = FitMethod.Imported }, training: null, options.Report, heldOutImages: []);
        return reals.Matrix.Rows > 1 && model.HeldOutScores[0] == model.HeldOutScores[^1]
            ? throw new ModelFileException($"{options.Report.Source} gives all {reals.Matrix.Rows} real images the score {model.HeldOutScores[0]:R}: check how its input is scaled (--scaling) and which output is used (--output)")
            : model;
    }

    /// <summary>How often a model finds a real image better than the same image blurred, noisy, compressed and pixelated. If it finds it worse, its output may be read the wrong way round.</summary>
    /// <param name="model">A model with its own network.</param>
    /// <param name="reals">Real images; the first two dozen are used.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <returns>A share; equal scores count one half. Null if there is no pair to compare.</returns>
    public static double? ShareInOrder(QualityModel model, IEnumerable<RgbImage> reals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reals);
        using var extractor = new FeatureExtractor(model.Network ?? throw new ArgumentException("the model has no network of its own", nameof(model)), new ExtractorOptions { Threads = 1 });
        var (inOrder, count) = (0.0, 0);
        foreach (var real in reals.Take(MostJudged))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var original = ScoreOf(real);
            foreach (var kind in Damage)
            {
                var damaged = ScoreOf(Degradation.Apply(real, kind, Strength, (ulong)count));
                if (original is { } whole && damaged is { } less)
                {
                    count++;
                    inOrder += whole > less ? 1 : whole == less ? .5 : 0;
                }
            }
        }

        return count == 0 ? null : inOrder / count;

        double? ScoreOf(RgbImage image)
        {
            var features = extractor.Extract(image);
            return ExtractionFault.In(features) is null ? model.Score(new FeatureMatrix(1, model.FeatureCount, features), 1, cancellationToken)[0] : null;
        }
    }

    private static void RequireProbabilities(FeatureMatrix outputs, string source)
    {
        for (var row = 0; row < outputs.Rows; row++)
        {
            var (sum, least) = (0.0, double.PositiveInfinity);
            foreach (var value in outputs.Row(row))
            {
                (sum, least) = (sum + value, Math.Min(least, value));
            }

            if (!(Math.Abs(sum - 1) <= Rounding && least >= -Rounding))
            {
                throw new ModelFileException(FormattableString.Invariant($"{source} gives {outputs.Columns} numbers that are not probabilities (their sum is {sum:G4}, the least is {least:G4}): bins need the output after the softmax (--output)"));
            }
        }
    }
}

/// <summary>What is needed to use a third-party scorer as a model.</summary>
public sealed record ScorerImportOptions
{
    /// <summary>The network and how pixels become its input. Its name is the scorer's in reports.</summary>
    public required ImportOptions Network { get; init; }

    /// <summary>How its outputs become one number.</summary>
    public required ScoreReduction Reduction { get; init; }

    /// <summary>Whether that number is lower for better images.</summary>
    public required bool LowerIsBetter { get; init; }

    internal ImportedScorerReport Report => new()
    {
        Source = Path.GetFileName(Network.OnnxPath),
        Licence = Network.Licence,
        Reduction = Reduction,
        LowerIsBetter = LowerIsBetter,
    };
}
