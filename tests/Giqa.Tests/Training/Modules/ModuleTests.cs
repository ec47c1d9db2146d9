using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Modules;

[Collection(TorchTests.Name)]
public sealed class ModuleTests(TorchFixture torch)
{
    [Fact]
    public void NamedParameters_OfNestedLayers_HavePyTorchsNames() => torch.Run(() =>
    {
        using var network = new Sequential(new Conv2d(1, 2, 3), new Sequential(Activation.Relu(), new BatchNorm2d(2)));
        Assert.Equal(["0.weight", "0.bias", "1.1.weight", "1.1.bias"], network.NamedParameters().Select(parameter => parameter.Key));
        Assert.Equal(["1.1.running_mean", "1.1.running_var"], network.NamedBuffers().Select(buffer => buffer.Key));
    });

    [Fact]
    public void Train_Off_ReachesEveryPart() => torch.Run(() =>
    {
        var norm = new BatchNorm2d(1);
        using var network = new Sequential(new Sequential(norm));
        var input = Tensor.From([3f, 5, 9, 9], 2, 1, 2, 1);
        _ = network.Forward(input);
        var mean = norm.RunningMean.ToSingle();
        Assert.NotEqual([0f], mean);
        network.Train(false);
        _ = network.Forward(input);
        Assert.Equal(mean, norm.RunningMean.ToSingle());
    });

    [Fact]
    public void Forward_ThroughManyLayers_KeepsOnlyTheOutput() => torch.Run(() =>
    {
        using var network = new Sequential(new Sequential(new Linear(3, 4), Activation.Relu()), new Reshape(2, 2), new Flatten(), new Linear(4, 1));
        using var input = Tensor.RandomNormal(5, 3);
        var before = TorchLibrary.LiveTensors;
        using var output = network.Forward(input);
        Assert.Equal(before + 1, TorchLibrary.LiveTensors);
        Assert.Equal([5L, 1], output.Shape);
        Assert.Equal([5L, 3], input.Shape);
    });

    [Fact]
    public void Forward_LayersThatGiveBackTheirInput_FreeNothing() => torch.Run(() =>
    {
        using var network = new Sequential(new Sequential(), new Sequential());
        network.Train(false);
        using var scope = new TensorScope();
        var input = Tensor.Ones(3);
        Assert.Equal([1f, 1, 1], network.Forward(input).ToSingle());
        Assert.Equal([1f, 1, 1], input.ToSingle());
    });

    [Fact]
    public void CopyFrom_SameStructure_GivesTheSameOutput_OtherIsRefused() => torch.Run(() =>
    {
        using var first = new Sequential(new Linear(3, 2));
        using var second = new Sequential(new Linear(3, 2));
        using var third = new Sequential(new Linear(3, 2, bias: false));
        var input = Tensor.RandomNormal(4, 3);
        Assert.NotEqual(first.Forward(input).ToSingle(), second.Forward(input).ToSingle());
        second.CopyFrom(first);
        Assert.Equal(first.Forward(input).ToSingle(), second.Forward(input).ToSingle());
        _ = Assert.Throws<GiqaException>(() => third.CopyFrom(first));
    });

    [Fact]
    public void UseChannelsLast_Convolutions_GiveTheSameOutput() => torch.Run(() =>
    {
        using var network = new Sequential(new Conv2d(8, 16, 3, 1, 1), new ConvTranspose2d(16, 8, 4, 2, 1));
        var input = Tensor.RandomNormal(2, 8, 8, 8);
        var before = network.Forward(input).ToSingle();
        network.UseChannelsLast();
        network.MoveTo("cpu");
        var after = network.Forward(TensorLayout.ChannelsLast(input)).ToSingle();
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    });

    [Fact]
    public void RequireGradients_Off_StopsAtTheInput() => torch.Run(() =>
    {
        using var layer = new Linear(3, 2);
        layer.RequireGradients(false);
        Assert.False(layer.Forward(Tensor.Ones(1, 3)).RequiresGradient);
    });

    [Fact]
    public void ConvTranspose_WithGroups_IsRefused() => torch.Run(() =>
        Assert.Contains("does not support groups or dilation", Assert.Throws<ArgumentException>(() => new ConvTranspose2d(4, 4, 3, new ConvolutionOptions { Groups = 2 })).Message, StringComparison.Ordinal));
}
