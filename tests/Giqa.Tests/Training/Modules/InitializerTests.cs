using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Modules;

[Collection(TorchTests.Name)]
public sealed class InitializerTests(TorchFixture torch)
{
    private static readonly Dictionary<string, Action<Tensor>> Fills = new(StringComparer.Ordinal)
    {
        ["xavier_uniform"] = weight => Initializer.FillXavierUniform(weight),
        ["xavier_normal"] = weight => Initializer.FillXavierNormal(weight),
        ["kaiming_uniform"] = weight => Initializer.FillKaimingUniform(weight),
        ["kaiming_normal"] = weight => Initializer.FillKaimingNormal(weight),
        ["orthogonal"] = weight => Initializer.FillOrthogonal(weight),
    };

    [Fact]
    public void RandomNumbers_SameSeed_ArePyTorchs() => torch.Run(() =>
    {
        using var golden = new Golden("chance");
        RandomState.Seed(123);
        golden.Equal("normal", Tensor.RandomNormal(100), 0);
        golden.Equal("uniform", Tensor.RandomUniform(100), 0);
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

    [Theory]
    [InlineData("xavier_uniform")]
    [InlineData("xavier_normal")]
    [InlineData("kaiming_uniform")]
    [InlineData("kaiming_normal")]
    [InlineData("orthogonal")]
    public void Fill_SameSeed_GivesPyTorchsNumbers(string name) => torch.Run(() =>
    {
        using var golden = new Golden("chance");
        foreach (var (kind, shape) in new Dictionary<string, long[]> { ["wide"] = [4, 3, 3, 3], ["tall"] = [9, 4] })
        {
            RandomState.Seed(11);
            var weight = Tensor.Zeros(shape);
            Fills[name](weight);
            golden.Equal($"{name}.{kind}", weight, 1e-6);
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
