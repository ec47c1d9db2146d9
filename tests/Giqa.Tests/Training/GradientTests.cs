using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

[Collection(TorchTests.Name)]
public sealed class GradientTests(TorchFixture torch)
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void Backward_SmallNetwork_EqualsPyTorch() => torch.Run(() =>
    {
        using var golden = new Golden("gradients");
        using var network = SmallNetwork();
        golden.Load(network, "network");
        var loss = Loss.BinaryCrossEntropy(network.Forward(golden.Tensor("input")), golden.Tensor("target"));
        loss.Backward();
        golden.Equal("loss", loss, Tolerance);
        foreach (var (name, parameter) in network.NamedParameters())
        {
            golden.Equal($"gradient.{name}", parameter.Grad!, Tolerance);
        }

        golden.Equal("output", network.Forward(golden.Tensor("input")), Tolerance);
    });

    [Fact]
    public void GradientPenalty_SmallNetwork_EqualsPyTorchToTheSecondDerivative() => torch.Run(() =>
    {
        using var golden = new Golden("gradients");
        using var network = SmallNetwork();
        golden.Load(network, "network");
        var input = golden.Tensor("input");
        var penalty = GradientPenalty.Wasserstein(network.Forward, input, input, golden.Tensor("target").Reshape(-1, 1, 1, 1));
        penalty.Backward();
        golden.Equal("penalty", penalty, Tolerance);
        var compared = 0;
        foreach (var (name, parameter) in network.NamedParameters().Where(parameter => golden.Contains($"penalty_gradient.{parameter.Key}")))
        {
            golden.Equal($"penalty_gradient.{name}", parameter.Grad!, Tolerance);
            compared++;
        }

        Assert.Equal(9, compared);
    });

    [Fact]
    public void Gradients_OfTheInput_EqualPyTorchAndLeaveParametersAlone() => torch.Run(() =>
    {
        using var golden = new Golden("gradients");
        using var network = SmallNetwork();
        golden.Load(network, "network");
        var input = golden.Tensor("input").RequireGradient();
        golden.Equal("slope", network.Forward(input).Sum().Gradients([input])[0], Tolerance);
        Assert.All(network.Parameters(), parameter => Assert.Null(parameter.Grad));
    });

    private static Sequential SmallNetwork() => new(
        new Conv2d(1, 4, 3, 2, 1),
        new BatchNorm2d(4),
        Activation.LeakyRelu(),
        new Conv2d(4, 6, 3, 2, 1),
        Activation.Tanh(),
        new ConvTranspose2d(6, 4, 4, 2, 1),
        new Softplus(),
        new Flatten(),
        new Linear(4 * 6 * 6, 1));

    private sealed class Softplus : Layer
    {
        public override Tensor Forward(Tensor input) => Op.Softplus.Call(input);
    }
}
