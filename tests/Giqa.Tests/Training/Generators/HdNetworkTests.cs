using Giqa.Numerics;
using Giqa.Training.Generators;
using Giqa.Training.Losses;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Generators;

/// <summary>pix2pixHD's networks: what shape they have, what learns when, and what is matched.</summary>
[Collection(TorchTests.Name)]
public sealed class HdNetworkTests(TorchFixture torch)
{
    private const int Batch = 4;

    [Theory]
    [InlineData(28, 1, 2)]
    [InlineData(32, 3, 2)]
    [InlineData(44, 1, 2)]
    [InlineData(64, 3, 3)]
    public void Forward_AnySide_GivesImagesAndOneVerdictAScale(int size, int channels, int scales) => torch.Run(() =>
    {
        var (shape, generator, discriminator) = Players(size, channels);
        using (generator)
        using (discriminator)
        using (new NoGrad())
        {
            var labels = Labels(size);
            foreach (var position in (int[])[HdGenerator.GlobalAlone, HdGenerator.EnhancerAlone, HdGenerator.Together])
            {
                generator.Grow(Growth.From(position));
                discriminator.Grow(Growth.From(position));
                var image = generator.Forward(labels);
                Assert.Equal([Batch, channels, size, size], image.Shape);
                Assert.All(image.ToSingle(), value => Assert.InRange(value, -1, 1));
                var judgement = discriminator.Judge(Tensor.Concatenate([image, labels], axis: 1));
                Assert.Equal(position == HdGenerator.GlobalAlone ? scales - 1 : scales, judgement.Logits.Count);
                Assert.All(judgement.Logits, logits => Assert.Equal(Batch, logits.Size(0)));
                Assert.Equal(judgement.Logits.Count * Math.Min(shape.Levels, 3), judgement.Features.Count);
            }
        }
    });

    [Fact]
    public void Forward_GlobalAlone_GivesHalfTheSideEnlarged() => torch.Run(() =>
    {
        var (_, generator, discriminator) = Players(28, 1);
        using (generator)
        using (discriminator)
        using (new NoGrad())
        {
            generator.Grow(Growth.From(HdGenerator.GlobalAlone));
            var pixels = generator.Forward(Labels(28)).ToSingle();
            Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(pixels[i - (i % 2) - (i / 28 % 2 * 28)], pixels[i]));
            generator.Grow(Growth.From(HdGenerator.Together));
            Assert.NotEqual(pixels[0], generator.Forward(Labels(28)).ToSingle()[1]);
        }
    });

    [Theory]
    [InlineData(HdGenerator.GlobalAlone)]
    [InlineData(HdGenerator.EnhancerAlone)]
    [InlineData(HdGenerator.Together)]
    public void Backward_OfAllLosses_ReachesEveryParameterThatIsTrainedThen(int position) => torch.Run(() =>
    {
        var (_, generator, discriminator) = Players(32, 3);
        using (generator)
        using (discriminator)
        {
            generator.Grow(Growth.From(position));
            discriminator.Grow(Growth.From(position));
            var (labels, real) = (Labels(32), WeightDraw.Normal(new SeededRandom(8), 0.5, 0, Batch, 3, 32, 32));
            var fake = discriminator.Judge(Tensor.Concatenate([generator.Forward(labels), labels], axis: 1));
            var loss = FeatureMatching.Distance(discriminator.Judge(Tensor.Concatenate([real, labels], axis: 1)).Features, fake.Features);
            fake.Logits.Aggregate(loss, (sum, logits) => sum + GanLoss.NonSaturatingGenerator(logits)).Backward();
            var groups = generator.Groups();
            Assert.Equal(generator.Parameters().Length, groups.Sum(group => group.Parameters.Length));
            Assert.All(groups, group => Assert.All(TensorHandles.Grads(group.Parameters), gradient => Assert.Equal(generator.Trains(group.Name), gradient?.ToSingle().Any(value => value != 0) ?? false)));
            var idle = position == HdGenerator.GlobalAlone ? "scale0." : "none";
            Assert.All(
                discriminator.NamedParameters().Zip(TensorHandles.Grads(discriminator.Parameters())),
                pair => Assert.Equal(!pair.First.Key.StartsWith(idle, StringComparison.Ordinal), pair.Second?.ToSingle().Any(value => value != 0) ?? false));
        }
    });

    [Fact]
    public void Distance_OfFeatures_IsTheSumOverScalesAndLayersOfTheMeanDifference() => torch.Run(() =>
    {
        var (_, generator, discriminator) = Players(64, 1);
        using (generator)
        using (discriminator)
        using (new NoGrad())
        {
            discriminator.Grow(Growth.From(HdGenerator.Together));
            var labels = Labels(64);
            Judgement Judge(ulong seed) => discriminator.Judge(Tensor.Concatenate([WeightDraw.Normal(new SeededRandom(seed), 0.5, 0, Batch, 1, 64, 64), labels], axis: 1));
            var (real, fake) = (Judge(1).Features, Judge(2).Features);
            var expected = 0d;
            for (var layer = 0; layer < real.Count; layer++)
            {
                var (a, b) = (real[layer].ToSingle(), fake[layer].ToSingle());
                var sum = 0d;
                for (var i = 0; i < a.Length; i++)
                {
                    sum += Math.Abs((double)a[i] - b[i]);
                }

                expected += sum / a.Length;
            }

            Assert.Equal(3 * 3, real.Count);
            Assert.Equal(expected, FeatureMatching.Distance(real, fake).Item(), 1e-6 * expected);
            Assert.Equal(0, FeatureMatching.Distance(real, real).Item());
        }
    });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(199, 2)]
    [InlineData(200, 3)]
    [InlineData(9999, 3)]
    public void Growth_At_TrainsTheGlobalNetworkThenTheEnhancerThenBoth(long iteration, int position)
    {
        var growth = Growth.At(GeneratorKind.Pix2pixhd, iteration, stage: 100, levels: 4);
        Assert.Equal(position, growth.Position);
        Assert.False(growth.IsFading);
    }

    private static (GeneratorShape Shape, GeneratorNetwork Generator, DiscriminatorNetwork Discriminator) Players(int size, int channels)
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Pix2pixhd, Size = size, Channels = channels, Width = 4 };
        var (generator, discriminator) = (GeneratorNetwork.Create(shape), DiscriminatorNetwork.Create(shape, Batch));
        generator.InitializeWeights(new SeededRandom(1));
        discriminator.InitializeWeights(new SeededRandom(2));
        return (shape, generator, discriminator);
    }

    private static Tensor Labels(int size)
    {
        var random = new SeededRandom(4);
        return Tensor.From([.. Enumerable.Range(0, Batch * size * size).Select(_ => random.NextInt(LabelMaps.Count) / (LabelMaps.Count - 1f))], Batch, 1, size, size);
    }
}
