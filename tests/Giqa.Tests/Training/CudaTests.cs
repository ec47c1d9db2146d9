using Giqa.Tests.Support;
using Giqa.Training.Checkpoints;
using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

[Collection(TorchTests.Name)]
public sealed class CudaTests(TorchFixture torch)
{
    private const string Device = "cuda:0";

    [CudaFact]
    public void Backward_OnCuda_IsNearTheCpu() => torch.Run(() =>
    {
        using var onCpu = Network();
        using var onCuda = Network();
        onCuda.CopyFrom(onCpu);
        onCuda.MoveTo(Device);
        var input = Tensor.RandomNormal(4, 3, 16, 16);
        var (expected, actual) = (onCpu.Forward(input).Square().Mean(), onCuda.Forward(input.To(Device)).Square().Mean());
        expected.Backward();
        actual.Backward();
        Assert.Equal(Device, actual.Device);
        Assert.Equal(expected.Item(), actual.Item(), 1e-3 * expected.Item());
        foreach (var (cpu, cuda) in onCpu.Parameters().Zip(onCuda.Parameters()))
        {
            var scale = cpu.Grad!.ToSingle().Max(Math.Abs);
            Assert.All(cpu.Grad!.ToSingle().Zip(cuda.Grad!.ToSingle()), pair => Assert.InRange(pair.Second - pair.First, (-5e-3f * scale) - 1e-6f, (5e-3f * scale) + 1e-6f));
        }
    });

    [CudaFact]
    public void Resume_OnCuda_GoesOnWithTheSameNumbers() => torch.Run(() =>
    {
        using var folder = new TemporaryFolder();
        using var network = Network();
        network.MoveTo(Device);
        using var optimizer = new Adam(network.Parameters(), new AdamOptions());
        var state = new TrainingState(Device).Add("network", network).Add("adam", optimizer);
        Step(network, optimizer);
        state.Save(folder.File("state.safetensors"));
        Step(network, optimizer);
        var unbroken = network.Parameters()[0].ToSingle();
        _ = state.Restore(folder.File("state.safetensors"));
        Step(network, optimizer);
        Assert.Equal(unbroken, network.Parameters()[0].ToSingle());
    });

    private static Sequential Network() => new(
        new Conv2d(3, 8, 3, 1, 1), new BatchNorm2d(8), Activation.LeakyRelu(), new ConvTranspose2d(8, 4, 4, 2, 1), Activation.Tanh(), new Flatten(), new Linear(4 * 32 * 32, 1));

    private static void Step(Sequential network, Adam optimizer)
    {
        using var scope = new TensorScope();
        var images = new TorchOperator("randn").Call([4L, 3, 16, 16], ElementType.Float32, Argument.Default, Device);
        Tensor logits;
        using (new Autocast(enabled: true, Device))
        {
            logits = network.Forward(images);
        }

        optimizer.ZeroGrad();
        var loss = Loss.BinaryCrossEntropy(logits.To(ElementType.Float32), Tensor.Ones(4, 1).To(Device)) + GradientPenalty.R1(network.Forward, images, 1);
        loss.Backward();
        optimizer.Step();
    }
}
