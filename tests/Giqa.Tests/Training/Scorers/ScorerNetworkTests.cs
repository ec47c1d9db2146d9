using Giqa.Features.Onnx;
using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Scorers;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Scorers;

[Collection(TorchTests.Name)]
public sealed class ScorerNetworkTests(TorchFixture torch)
{
    [Theory]
    [InlineData(ScorerArchitecture.VggSmall, 28, 3 * 3 * 128)]
    [InlineData(ScorerArchitecture.VggSmall, 12, 3 * 3 * 128)]
    [InlineData(ScorerArchitecture.Vgg19, 32, 4 * 4 * 512)]
    [InlineData(ScorerArchitecture.Vgg19, 64, 4 * 4 * 512)]
    [InlineData(ScorerArchitecture.Vgg19, 192, 3 * 3 * 512)]
    public void Create_AnySide_EndsInTheAuthorsMap(ScorerArchitecture architecture, int side, int connected) => torch.Run(() =>
    {
        using var network = ScorerNetwork.Create(architecture, side, 8);
        var linear = network.Layers.Layers.OfType<Linear>().ToArray();
        Assert.Equal(connected, linear[0].Weight.Size(1));
        Assert.Equal(8, linear[1].Weight.Size(0));
        Assert.Equal(architecture == ScorerArchitecture.Vgg19 ? 16 : 6, network.Layers.Layers.OfType<Conv2d>().Count());
    });

    [Theory]
    [InlineData(ScorerArchitecture.VggSmall, 28)]
    [InlineData(ScorerArchitecture.Vgg19, 32)]
    public void Convert_TrainedNetwork_GivesItsOutputsAsOnnx(ScorerArchitecture architecture, int side) => torch.Run(() =>
    {
        using var network = ScorerNetwork.Create(architecture, side, 8);
        Unsettle(network);
        var images = Tensor.RandomNormal(4, 3, side, side);
        network.Layers.Train(false);
        using var noGrad = new NoGrad();
        var expected = network.Forward(images).ToSingle();
        using var session = OnnxSession.Open(NetworkToOnnx.Convert(network), "test", [4, 3, side, side], new OnnxDevice(null));
        var buffers = session.Rent();
        images.ToSingle().CopyTo(buffers.Input, 0);
        session.Run(buffers);
        Assert.Contains(expected, value => Math.Abs(value) > .01);
        Assert.Equal(expected, buffers.Output, (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Max(1, Math.Abs(a)));
    });

    [Fact]
    public void Fill_Objectives_MakeThePapersTargets()
    {
        var targets = new float[4];
        new MbcObjective([.2, .5, .8, 1]).Fill(.5, targets);
        Assert.Equal([1, 1, 0, 0], targets);
        new MbcObjective([.2, .5, .8, 1]).Fill(1, targets);
        Assert.Equal([1, 1, 1, 1], targets);
        var one = new float[1];
        new IrObjective().Fill(.45, one);
        Assert.Equal(.45f, one[0]);
        new BcObjective().Fill(0, one);
        Assert.Equal(0, one[0]);
        new BcObjective().Fill(.6, one);
        Assert.Equal(.6f, one[0]);
        new BcObjective().Fill(1, one);
        Assert.Equal(1, one[0]);
    }

    [Fact]
    public void Loss_Objectives_AreTheirFormulas() => torch.Run(() =>
    {
        float[] logits = [.5f, -1f, 2f, 0f];
        double[] labels = [1, 0, 1, 0];
        var (outputs, targets) = (Tensor.From(logits, 4, 1), Tensor.From([1f, 0f, 1f, 0f], 4, 1));
        var crossEntropy = LossDefinition.BinaryCrossEntropy(logits, labels);
        Assert.Equal(crossEntropy, new BcObjective().Loss(outputs, targets).Item(), 1e-6);
        Assert.Equal(crossEntropy, new MbcObjective([1]).Loss(outputs, targets).Item(), 1e-6);
        Assert.Equal(LossDefinition.Squared(logits, labels), new IrObjective().Loss(outputs, targets).Item(), 1e-6);

        // The pairs' differences are 1.5, -1.5, 0.5, -3, -1 and 2; each should be at least the margin of 1.
        Assert.Equal((0 + 2.5 + .5 + 4 + 2 + 0) / 6, new RankObjective(4, 1).Loss(outputs, targets).Item(), 1e-6);
    });

    /// <summary>Running means, variances and scales that a forgotten fold would show.</summary>
    private static void Unsettle(ScorerNetwork network)
    {
        foreach (var normalization in network.Layers.Layers.OfType<BatchNorm2d>())
        {
            Initializer.FillUniform(normalization.RunningMean, .5);
            Initializer.FillNormal(normalization.RunningVariance, .05, 1);
            Initializer.FillNormal(normalization.Weight, .1, 1);
            Initializer.FillNormal(normalization.Bias, .1, .1);
        }

        foreach (var linear in network.Layers.Layers.OfType<Linear>())
        {
            Initializer.FillKaimingNormal(linear.Weight);
        }
    }
}
