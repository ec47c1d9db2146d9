using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>A batch as floats, ready to become tensors.</summary>
internal sealed class ScorerBatch
{
    private readonly float[] _pixels;
    private readonly float[] _targets;
    private readonly int _outputs;
    private readonly int _side;

    private ScorerBatch(float[] pixels, float[] targets, double[] labels, int outputs, int side) =>
        (_pixels, _targets, Labels, _outputs, _side) = (pixels, targets, labels, outputs, side);

    /// <summary>The pseudo label of each image.</summary>
    internal double[] Labels { get; }

    /// <summary>Reads examples in parallel; each draws from its own seed, so the result does not depend on the threads.</summary>
    internal static ScorerBatch Read(
        ExampleSet examples, int[] numbers, Augmentation? augmentation, IScorerObjective objective, Func<int, ulong> seed, int threads)
    {
        var (each, length) = (examples.ImagesPerExample, examples.ImageLength);
        var (pixels, labels) = (new float[numbers.Length * each * length], new double[numbers.Length * each]);
        void Fill(int place) => examples.Fill(
            numbers[place], seed(numbers[place]), augmentation, pixels.AsSpan(place * each * length, each * length), labels.AsSpan(place * each, each));
        if (threads == 1)
        {
            for (var place = 0; place < numbers.Length; place++)
            {
                Fill(place);
            }
        }
        else
        {
            _ = Parallel.For(0, numbers.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, Fill);
        }

        var targets = new float[labels.Length * objective.Outputs];
        for (var image = 0; image < labels.Length; image++)
        {
            objective.Fill(labels[image], targets.AsSpan(image * objective.Outputs, objective.Outputs));
        }

        return new ScorerBatch(pixels, targets, labels, objective.Outputs, examples.Preprocessing.Width);
    }

    internal Tensor Images(string device) => OnDevice(Tensor.From(_pixels, Labels.Length, 3, _side, _side), device);

    internal Tensor Targets(string device) => OnDevice(Tensor.From(_targets, Labels.Length, _outputs), device);

    private static Tensor OnDevice(Tensor tensor, string device) => device == "cpu" ? tensor : tensor.To(device);
}
