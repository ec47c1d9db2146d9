using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Features;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

/// <summary>A learned model around a network of one convolution: quick, and wrong about everything.</summary>
internal static class SmallScorer
{
    internal static readonly Backbone Network = EmbeddedBackbone.Create(
        "small", SmallBackbone.Model(), SmallBackbone.FeatureCount, new Preprocessing { Width = SmallBackbone.Size, Height = SmallBackbone.Size });

    internal static QualityModel Create(FitMethod method = FitMethod.Mbc, int heldOut = 60, int soundness = 0)
    {
        using var extractor = new FeatureExtractor(Network);
        float[] values = [.. Enumerable.Range(0, heldOut).SelectMany(i => extractor.Extract(PaintedImages.Paint(i)))];
        FeatureItem[] items = [.. Enumerable.Range(0, heldOut).Select(i => new FeatureItem($"{i}"))];
        var features = new FeatureSet(new FeatureMatrix(heldOut, SmallBackbone.FeatureCount, values), items, Network.Fingerprint, Network.Name);
        return LearnedModel.Create(Network, features, new FitOptions { Method = method, Seed = 3, Sources = ["reals"] }, new TrainingReport
        {
            Network = "small",
            MaximumGenerated = .9,
            Thresholds = [.2, .5, 1],
            SoundnessClassifiers = soundness,
            Iterations = [0, 100, 1000],
            GeneratedImages = 300,
            RealImages = 200,
            ValidationImages = 50,
            Epochs = 9,
            BestEpoch = 7,
            ValidationLoss = .25,
        }, Enumerable.Range(0, heldOut).Select(i => PaintedImages.Paint(i)));
    }
}
