using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Modules;

[Collection(TorchTests.Name)]
public sealed class ModuleGoldenTests(TorchFixture torch)
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, Func<Layer>> Layers = new(StringComparer.Ordinal)
    {
        ["conv"] = () => new Conv2d(4, 6, 3, 2, 1),
        ["conv_groups"] = () => new Conv2d(4, 6, 3, new ConvolutionOptions { Padding = 2, Dilation = 2, Groups = 2, Bias = false }),
        ["conv_transpose"] = () => new ConvTranspose2d(4, 6, 4, 2, 1),
        ["conv_transpose_odd"] = () => new ConvTranspose2d(4, 3, 3, new ConvolutionOptions { Stride = 2, Padding = 1, OutputPadding = 1, Bias = false }),
        ["conv_transpose_single"] = () => new ConvTranspose2d(4, 1, 4, 2, 1),
        ["linear"] = () => new Linear(6, 3),
        ["instance_norm"] = () => new InstanceNorm2d(4),
        ["instance_norm_affine"] = () => new InstanceNorm2d(4, affine: true),
        ["relu"] = Activation.Relu,
        ["leaky_relu"] = () => Activation.LeakyRelu(0.1),
        ["tanh"] = Activation.Tanh,
        ["nearest"] = () => new Upsample(),
        ["bilinear"] = () => new Upsample(3, bilinear: true),
        ["average_pool"] = () => new AveragePool(),
        ["maximum_pool"] = () => new MaximumPool(3),
        ["flatten"] = () => new Flatten(),
        ["reshape"] = () => new Reshape(2, 72),
    };

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Forward_PyTorchsWeights_GivesPyTorchsOutput(string name) => torch.Run(() =>
    {
        using var golden = new Golden("modules");
        using var layer = Layers[name]();
        golden.Load(layer, name);
        golden.Equal(name, layer.Forward(golden.Tensor("x")), Tolerance);
    });

    [Fact]
    public void BatchNorm_TrainingThenEvaluation_KeepsPyTorchsRunningFigures() => torch.Run(() =>
    {
        using var golden = new Golden("modules");
        using var layer = new BatchNorm2d(4);
        golden.Load(layer, "batch_norm");
        golden.Equal("batch_norm", layer.Forward(golden.Tensor("x")), Tolerance);
        golden.Equal("batch_norm_after.running_mean", layer.RunningMean, Tolerance);
        golden.Equal("batch_norm_after.running_var", layer.RunningVariance, Tolerance);
        layer.Train(false);
        golden.Equal("batch_norm_evaluation", layer.Forward(golden.Tensor("x")), Tolerance);
    });

    [Theory]
    [InlineData("modulated", 6, 3, true, false)]
    [InlineData("modulated_up", 6, 3, true, true)]
    [InlineData("modulated_plain", 3, 1, false, false)]
    public void ModulatedConv_PyTorchsWeights_EqualsOneConvolutionForEachImage(string name, int outputs, int kernel, bool demodulate, bool upsample) => torch.Run(() =>
    {
        using var golden = new Golden("modules");
        using var layer = new ModulatedConv2d(4, outputs, kernel, 5, new ModulatedConvolutionOptions { Demodulate = demodulate, Upsample = upsample });
        golden.Load(layer, name);
        golden.Equal(name, layer.Forward(golden.Tensor("x"), golden.Tensor("style")), Tolerance);
    });

    [Fact]
    public void AdaptiveInstanceNorm_PyTorchsWeights_GivesPyTorchsOutput() => torch.Run(() =>
    {
        using var golden = new Golden("modules");
        using var layer = new AdaptiveInstanceNorm(5, 4);
        golden.Load(layer, "style_norm");
        golden.Equal("style_norm", layer.Forward(golden.Tensor("x"), golden.Tensor("style")), Tolerance);
    });

    [Fact]
    public void ConvTranspose_InBFloat16_IsNearItselfInFloat32() => torch.Run(() =>
    {
        using var layer = new ConvTranspose2d(32, 16, 4, 2, 1);
        var input = Tensor.RandomNormal(2, 32, 8, 8);
        var exact = layer.Forward(input);
        using var autocast = new Autocast(enabled: true);
        var rounded = layer.Forward(input);
        Assert.Equal(ElementType.BFloat16, rounded.Type);
        var difference = (rounded.To(ElementType.Float32) - exact).Square().Mean().Item() / exact.Square().Mean().Item();
        Assert.InRange(difference, 1e-9, 1e-4);
    });
}
