using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Tests.Support;
using Giqa.Training.Risa;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Tests.Training.Risa;

[Collection(TorchTests.Name)]
public sealed class RisaGraphTests(TorchFixture torch)
{
    private const int Side = 24;

    [Fact]
    public void Write_TwoInputs_GiveTheModelsScores() => torch.Run(() =>
    {
        using var network = new RisaNetwork(Side, 6, 5);
        Shake(network);
        network.Train(false);
        var model = new PairModel(RisaGraph.Write(network), network.ToClassifiers(), Side, Report());
        using var scorer = PairScorer.Create(model);
        using var session = new InferenceSession(model.ToOnnx());
        for (var i = 0; i < 4; i++)
        {
            var (reference, image) = (PaintedImages.Paint(i, Side), PaintedImages.Paint(i + 10, Side));
            Assert.Equal(Run(session, reference, image), scorer.Score(image, reference), 1e-5);
        }
    });

    [Fact]
    public void Score_MonotoneHead_IsHighestForAnImageWithItself() => torch.Run(() =>
    {
        using var network = new RisaNetwork(Side, 6, 5);
        Shake(network);
        network.Train(false);
        using var scorer = PairScorer.Create(new PairModel(RisaGraph.Write(network), network.ToClassifiers(), Side, Report()));
        RgbImage[] images = [.. Enumerable.Range(0, 12).Select(i => PaintedImages.Paint(i, Side))];
        var itself = scorer.Score(images[0], images[0]);
        Assert.All(images[1..], image => Assert.InRange(scorer.Score(image, images[0]), 0, itself - 1e-6));
    });

    [Fact]
    public void Write_FreeHead_GivesTheModelsScores() => torch.Run(() =>
    {
        using var network = new RisaNetwork(Side, 6, 5, monotone: false);
        network.Train(false);
        var model = new PairModel(RisaGraph.Write(network), network.ToClassifiers(), Side, Report());
        using var scorer = PairScorer.Create(model);
        using var session = new InferenceSession(model.ToOnnx());
        var (reference, image) = (PaintedImages.Paint(0, Side), PaintedImages.Paint(1, Side));
        Assert.Equal(Run(session, reference, image), scorer.Score(image, reference), 1e-5);
    });

    [Fact]
    public void SelectOutput_OneStyle_LeavesTheOtherInputOut() => torch.Run(() =>
    {
        using var network = new RisaNetwork(Side, 4, 2);
        using var session = new InferenceSession(OnnxModelEditor.SelectOutput(RisaGraph.Write(network), PairModel.ImageStyle));
        Assert.Equal([PairModel.ImageInput], session.InputNames);
    });

    [Fact]
    public void Score_AnImageWithItself_IsTheSameForAllImages() => torch.Run(() =>
    {
        using var network = new RisaNetwork(Side, 4, 3);
        network.Train(false);
        using var scorer = PairScorer.Create(new PairModel(RisaGraph.Write(network), network.ToClassifiers(), Side, Report()));
        var scores = Enumerable.Range(0, 3).Select(i => PaintedImages.Paint(i, Side)).Select(image => scorer.Score(image, image)).Distinct();
        _ = Assert.Single(scores);
    });

    private static float Run(InferenceSession session, RgbImage reference, RgbImage image)
    {
        using var first = OrtValue.CreateTensorValueFromMemory(Planes(reference), [1, 3, Side, Side]);
        using var second = OrtValue.CreateTensorValueFromMemory(Planes(image), [1, 3, Side, Side]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [PairModel.ReferenceInput, PairModel.ImageInput], [first, second], ["quality"]);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    private static float[] Planes(RgbImage image) =>
        [.. Enumerable.Range(0, 3 * Side * Side).Select(i => (float)image.Pixels[(3 * (i % (Side * Side))) + (i / (Side * Side))])];

    /// <summary>Running figures as after some training, so that folding them has something to fold.</summary>
    internal static void Shake(RisaNetwork network)
    {
        var random = new SeededRandom(3);
        foreach (var (_, norm) in network.Extractor.Convolutions)
        {
            foreach (var (tensor, least) in new[] { (norm.Weight, .5), (norm.Bias, -.5), (norm.RunningMean, -1.0), (norm.RunningVariance, .5) })
            {
                using var noGrad = new Giqa.Training.Torch.NoGrad();
                tensor.CopyFrom(Giqa.Training.Torch.Tensor.From([.. Enumerable.Range(0, (int)tensor.Count).Select(_ => (float)(least + random.NextDouble()))], tensor.Count));
            }
        }
    }

    internal static PairTrainingReport Report() => new()
    {
        Network = "test",
        Classifiers = 5,
        IsRegression = false,
        Thresholds = [],
        Iterations = [],
        FrechetDistances = [],
        Elbow = 0,
        LossWeights = [],
        Interpolates = false,
        TrainingPairs = 0,
        ValidationPairs = 0,
        Epochs = 0,
        BestEpoch = 0,
        OrderAccuracy = 0,
        ReferenceAccuracy = 0,
        SelfScore = 0,
    };
}
