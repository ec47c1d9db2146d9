using Giqa.Numerics;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Generators;

[Collection(TorchTests.Name)]
public sealed class GeneratorGraphTests(TorchFixture torch)
{
    private const double Tolerance = 1e-5;
    private const int Count = 5;

    [Theory]
    [InlineData(GeneratorKind.Dcgan, 28, 1)]
    [InlineData(GeneratorKind.WganGp, 64, 3)]
    [InlineData(GeneratorKind.Stylegan, 28, 3)]
    [InlineData(GeneratorKind.Stylegan, 32, 1)]
    public void Write_FromLatents_IsTheTrainedNetworksForwardPass(object kind, int size, int channels) => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = (GeneratorKind)kind, Size = size, Channels = channels, Width = 8, Latent = 16 };
        var latents = Latents.Draw([1, 2, 3, 4, 5], shape.Latent);
        var (expected, weights) = Forward(shape, latents, Count, shape.Latent);
        using var sampler = GeneratorSampler.Open(weights, 1);
        AssertEqual(expected, sampler.Evaluate(latents, 1));
    });

    [Theory]
    [InlineData(32, 3)]
    [InlineData(28, 1)]
    public void Write_FromConditions_IsTheTrainedNetworksForwardPass(int size, int channels) => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Pix2pix, Size = size, Channels = channels, Width = 8, ConditionChannels = channels };
        var conditions = Latents.Draw([1, 2, 3, 4, 5], channels * size * size);
        var (expected, weights) = Forward(shape, conditions, Count, channels, size, size);
        using var sampler = GeneratorSampler.Open(weights, 1);
        AssertEqual(expected, sampler.Evaluate(conditions));
    });

    [Theory]
    [InlineData(32, 3)]
    [InlineData(28, 1)]
    public void Write_FromLabels_IsTheTrainedNetworksForwardPass(int size, int channels) => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Spade, Size = size, Channels = channels, Width = 8 };
        var random = new SeededRandom(4);
        float[] labels = [.. Enumerable.Range(0, Count * size * size).Select(i => random.NextInt(LabelMaps.Count) / (LabelMaps.Count - 1f))];
        var (expected, weights) = Forward(shape, labels, Count, 1, size, size);
        using var sampler = GeneratorSampler.Open(weights, 1);
        AssertEqual(expected, sampler.Evaluate(labels));
        AssertEqual(expected, sampler.Evaluate(Array.ConvertAll(labels, label => MathF.Round(label * 255) / 255)));
        Assert.True(sampler.Evaluate(Array.ConvertAll(labels, label => 1 - label)).Zip(expected, (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    });

    [Theory]
    [InlineData(GeneratorKind.Dcgan)]
    [InlineData(GeneratorKind.Stylegan)]
    public void Sample_SmallerTruncation_VariesLess(object kind) => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = (GeneratorKind)kind, Size = 28, Channels = 1, Width = 8, Latent = 16 };
        var (_, weights) = Forward(shape, Latents.Draw([1, 2, 3, 4, 5], 16), Count, 16);
        using var sampler = GeneratorSampler.Open(weights, 1);
        double Spread(double psi)
        {
            var pixels = sampler.Sample([7, 8, 9], psi).Select(image => image.Pixels).ToArray();
            return pixels[0].Zip(pixels[1], (a, b) => Math.Abs(a - b)).Average() + pixels[1].Zip(pixels[2], (a, b) => Math.Abs(a - b)).Average();
        }

        Assert.Equal(0, Spread(0));
        Assert.InRange(Spread(0.5), 1e-3, Spread(1));
    });

    [Theory]
    [InlineData(GeneratorKind.Pggan, 1)]
    [InlineData(GeneratorKind.Pggan, 1.25)]
    [InlineData(GeneratorKind.Pggan, 2)]
    [InlineData(GeneratorKind.Pggan, 2.5)]
    [InlineData(GeneratorKind.Pggan, 3)]
    [InlineData(GeneratorKind.Pix2pixhd, HdGenerator.GlobalAlone)]
    [InlineData(GeneratorKind.Pix2pixhd, HdGenerator.EnhancerAlone)]
    [InlineData(GeneratorKind.Pix2pixhd, HdGenerator.Together)]
    public void Write_WhileItGrows_IsTheTrainedNetworksForwardPass(object kind, double position) => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = (GeneratorKind)kind, Size = 32, Channels = 3, Width = 8, Latent = 16 };
        var random = new SeededRandom(4);
        float[] input = shape.IsConditional
            ? [.. Enumerable.Range(0, Count * 32 * 32).Select(_ => random.NextInt(LabelMaps.Count) / (LabelMaps.Count - 1f))]
            : Latents.Draw([1, 2, 3, 4, 5], shape.Latent);
        using var network = GeneratorNetwork.Create(shape);
        network.InitializeWeights(new SeededRandom(5));
        network.Grow(Growth.From(position));
        using var noGrad = new NoGrad();
        var output = network.Forward(shape.IsConditional ? Tensor.From(input, Count, 1, 32, 32) : Tensor.From(input, Count, shape.Latent));
        Assert.Equal([Count, 3, 32, 32], output.Shape);
        var tensors = network.NamedParameters().Concat(network.NamedBuffers()).Select(tensor => (tensor.Key, tensor.Value.Shape, tensor.Value.ToSingle()));
        using var sampler = GeneratorSampler.Open(new GeneratorWeights(shape, 1, tensors), 1);
        AssertEqual(output.ToSingle(), shape.IsConditional ? sampler.Evaluate(input) : sampler.Evaluate(input, 1));
    });

    [Fact]
    public void Sample_ASeed_GivesTheSameImageInEveryBatch() => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Dcgan, Size = 28, Channels = 1, Width = 8, Latent = 16 };
        var (_, weights) = Forward(shape, Latents.Draw([1, 2, 3, 4, 5], 16), Count, 16);
        using var sampler = GeneratorSampler.Open(weights, 1);
        Assert.Equal(sampler.Sample([42])[0].Pixels, sampler.Sample([1, 2, 42, 3])[2].Pixels);
    });

    /// <summary>The output of a network whose normalisation has seen something, as in training.</summary>
    private static (float[] Output, GeneratorWeights Weights) Forward(GeneratorShape shape, float[] input, params long[] dimensions)
    {
        using var network = GeneratorNetwork.Create(shape);
        network.InitializeWeights(new SeededRandom(5));
        foreach (var (_, parameter) in network.NamedParameters().Where(parameter => parameter.Key.EndsWith("strength", StringComparison.Ordinal)))
        {
            WeightDraw.Fill(parameter, new SeededRandom(1), 0, mean: 0.3);
        }

        using var noGrad = new NoGrad();
        for (var i = 0; i < 3; i++)
        {
            _ = network.Forward(Tensor.From(input, dimensions));
        }

        network.Train(false);
        network.ComputeMeanStyle();
        var output = network.Forward(Tensor.From(input, dimensions)).ToSingle();
        var tensors = network.NamedParameters().Concat(network.NamedBuffers()).Select(tensor => (tensor.Key, tensor.Value.Shape, tensor.Value.ToSingle()));
        return (output, new GeneratorWeights(shape, 1, tensors));
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance * Math.Max(1, expected.Max(Math.Abs)));
        Assert.True(expected.Max() - expected.Min() > 1e-3);
    }
}
