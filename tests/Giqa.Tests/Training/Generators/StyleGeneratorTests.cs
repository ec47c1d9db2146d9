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

    private static GeneratorNetwork Create()
    {
        var network = GeneratorNetwork.Create(new GeneratorShape { Kind = GeneratorKind.Stylegan, Size = 28, Channels = 1, Width = 4, Latent = Latent });
        network.InitializeWeights(new SeededRandom(1));
        return network;
    }
}
