using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

[Collection(TorchTests.Name)]
public sealed class LeakTests(TorchFixture torch)
{
    [Fact]
    public void TrainingSteps_InScopes_LeaveNoTensorBehind() => torch.Run(() =>
    {
        var outside = TorchLibrary.LiveTensors;
        var network = new Sequential(new Conv2d(1, 4, 3, 1, 1), new BatchNorm2d(4), Activation.Relu(), new ConvTranspose2d(4, 2, 4, 2, 1), new Flatten(), new Linear(2 * 16 * 16, 1));
        var optimizer = new Adam(network.Parameters(), new AdamOptions());
        var before = TorchLibrary.LiveTensors;
        for (var step = 0; step < 5; step++)
        {
            using var scope = new TensorScope();
            var images = Tensor.RandomNormal(3, 1, 8, 8);
            optimizer.ForgetGradients();
            var loss = Loss.BinaryCrossEntropy(network.Forward(images), Tensor.Ones(3, 1)) + GradientPenalty.R1(network.Forward, images, 1);
            loss.Backward();
            optimizer.Step();
            _ = Assert.Throws<TorchException>(() => network.Forward(Tensor.Zeros(1, 2, 3, 4)));
        }

        Assert.Equal(before, TorchLibrary.LiveTensors);
        optimizer.Dispose();
        network.Dispose();
        Assert.Equal(outside, TorchLibrary.LiveTensors);
    });
}
