using Giqa.Numerics;
using Giqa.Training.Generators;

namespace Giqa.Tests.Training.Generators;

/// <summary>What keeps a style-based generator's variety: a slow mapping network.</summary>
[Collection(TorchTests.Name)]
public sealed class StyleGeneratorTests(TorchFixture torch)
{
    private const int Latent = 16;

    [Fact]
    public void Groups_HoldEveryParameterOnce_AndTheMappingNetworkAtAHundredthOfTheStep() => torch.Run(() =>
    {
        using var network = Create();
        var groups = network.Groups();
        Assert.Equal(network.Parameters().Length, groups.Sum(group => group.Parameters.Length));
        Assert.Equal(groups.Count, groups.Select(group => group.Name).Distinct().Count());
        var shares = groups.ToDictionary(group => group.Name, group => group.Share);
        Assert.Equal(1, shares[ParameterGroup.Main]);
        Assert.Equal(0.01 * Math.Sqrt(2.0 / Latent), shares["mapping"], 1e-12);
        Assert.Equal(0.01, shares["mapping-bias"]);
        Assert.Equal(1 / Math.Sqrt(Latent), shares["style"], 1e-12);
        Assert.Equal(0.1, shares["strength"]);
    });

    [Fact]
    public void Sample_WeightsFromBeforeThereWereTwoLayersALevel_LeavesTheSecondOut() => torch.Run(() =>
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Stylegan, Size = 28, Channels = 1, Width = 4, Latent = Latent };
        using var network = Create();
        network.ComputeMeanStyle();
        var tensors = network.NamedParameters().Concat(network.NamedBuffers()).Select(tensor => (tensor.Key, tensor.Value.Shape, tensor.Value.ToSingle())).ToList();
        float[] Sample(IEnumerable<(string Name, long[] Shape, float[] Values)> weights)
        {
            using var sampler = GeneratorSampler.Open(new GeneratorWeights(shape, 1, weights), 1);
            return sampler.Evaluate(Latents.Draw([1, 2], Latent), 1);
        }

        var (now, before) = (Sample(tensors), Sample(tensors.Where(tensor => !tensor.Key.Contains("b.", StringComparison.Ordinal))));
        Assert.Equal(2 * 28 * 28, before.Length);
        Assert.NotEqual(now, before);
    });

    private static GeneratorNetwork Create()
    {
        var network = GeneratorNetwork.Create(new GeneratorShape { Kind = GeneratorKind.Stylegan, Size = 28, Channels = 1, Width = 4, Latent = Latent });
        network.InitializeWeights(new SeededRandom(1));
        return network;
    }
}
