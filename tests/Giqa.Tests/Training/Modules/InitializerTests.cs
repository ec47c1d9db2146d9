using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Modules;

[Collection(TorchTests.Name)]
public sealed class InitializerTests(TorchFixture torch)
{
    [Fact]
    public void RandomNumbers_SameSeed_ArePyTorchs() => torch.Run(() =>
    {
        using var golden = new Golden("chance");
        RandomState.Seed(123);
        golden.Equal("normal", Tensor.RandomNormal(100), 0);
        golden.Equal("uniform", new TorchOperator("rand").Call((long[])[100], ElementType.Float32), 0);
    });

    [Fact]
    public void Layers_SameSeed_StartWithPyTorchsWeights() => torch.Run(() =>
    {
        using var golden = new Golden("chance");
        RandomState.Seed(3);
        using var network = new Sequential(new Conv2d(3, 5, 3), new ConvTranspose2d(5, 4, 4), new Linear(7, 2));
        foreach (var (name, parameter) in network.NamedParameters())
        {
            golden.Equal($"default.{name}", parameter, 0);
        }
    });

    [Fact]
    public void FillKaimingNormal_SameSeed_GivesPyTorchsNumbers() => torch.Run(() =>
    {
        using var golden = new Golden("chance");
        foreach (var (kind, shape) in new Dictionary<string, long[]> { ["wide"] = [4, 3, 3, 3], ["tall"] = [9, 4] })
        {
            RandomState.Seed(11);
            var weight = Tensor.Zeros(shape);
            Initializer.FillKaimingNormal(weight);
            golden.Equal($"kaiming_normal.{kind}", weight, 1e-6);
        }
    });

    [Fact]
    public void RandomState_Restored_GivesTheSameNumbersAgain() => torch.Run(() =>
    {
        _ = Tensor.RandomNormal(7);
        var state = RandomState.Save();
        var first = Tensor.RandomNormal(50).ToSingle();
        RandomState.Restore(state);
        Assert.Equal(first, Tensor.RandomNormal(50).ToSingle());
        _ = Assert.Throws<TorchException>(() => RandomState.Restore([1, 2, 3]));
    });
}
