using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>How well a network does on the images that it is not trained on.</summary>
internal sealed class ScorerValidation(ExampleSet examples, IScorerObjective objective, LearnedScorer scorer, int threads)
{
    private const int BatchImages = 256;
    private const int Pairs = 10_000;
    private const ulong ExampleSeed = 0x5EED;

    /// <summary>The outputs for the first examples, one row per image, in full precision.</summary>
    internal (float[] Outputs, double[] Labels, double Loss) Run(ScorerNetwork network, string device, CancellationToken cancellationToken, int limit = int.MaxValue)
    {
        network.Layers.Train(false);
        var count = Math.Min(examples.Count, limit);
        var perBatch = Math.Max(1, BatchImages / examples.ImagesPerExample);
        var (outputs, labels, loss) = (new List<float>(), new List<double>(), 0.0);
        for (var first = 0; first < count; first += perBatch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var noGrad = new NoGrad();
            using var scope = new TensorScope();
            int[] numbers = [.. Enumerable.Range(first, Math.Min(perBatch, count - first))];
            var batch = ScorerBatch.Read(examples, numbers, null, objective, number => ExampleSeed + (ulong)number, threads);
            var output = network.Forward(batch.Images(device));
            loss += objective.Loss(output, batch.Targets(device)).Item() * numbers.Length;
            outputs.AddRange(output.ToSingle());
            labels.AddRange(batch.Labels);
        }

        return ([.. outputs], [.. labels], loss / count);
    }

    /// <summary>The pictures of a validation example, as used in validation.</summary>
    internal static IEnumerable<RgbImage> Picture(ExampleSet examples, int example) =>
        examples.Read(example, image => image, new SeededRandom(ExampleSeed + (ulong)example)).Select(item => item.Image);

    /// <summary>How often two images with different labels are scored in their labels' order; versions of the same image are compared with each other, if there are any.</summary>
    internal double Order(float[] outputs, double[] labels)
    {
        var scores = new double[labels.Length];
        scorer.Score(Array.ConvertAll(outputs, value => (double)value), scores, 1, CancellationToken.None);
        var random = new SeededRandom(ExampleSeed);
        var (right, counted) = (0.0, 0);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var left = random.NextInt(labels.Length);
            var group = left / examples.ImagesPerExample * examples.ImagesPerExample;
            var other = examples.ImagesPerExample == 1 ? random.NextInt(labels.Length) : group + random.NextInt(examples.ImagesPerExample);
            if (PseudoLabel.AreComparable(labels[left], labels[other]))
            {
                counted++;
                right += scores[left] == scores[other] ? .5 : (scores[left] > scores[other]) == (labels[left] > labels[other]) ? 1 : 0;
            }
        }

        return counted == 0 ? double.NaN : right / counted;
    }
}
