using Giqa.Numerics;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Generators;

[Collection(TorchTests.Name)]
public sealed class DiscriminatorTests(TorchFixture torch)
{
    private const int Batch = 8;

    [Theory]
    [InlineData(GeneratorKind.Stylegan, true)]
    [InlineData(GeneratorKind.Dcgan, false)]
    public void Forward_NeighboursOfItsGroup_ChangeAVerdictOnlyWhereSpreadIsSeen(object kind, bool seesSpread) => torch.Run(() =>
    {
        var random = new SeededRandom(3);
        using var discriminator = new Discriminator(new GeneratorShape { Kind = (GeneratorKind)kind, Size = 28, Channels = 1, Width = 8 }, Batch);
        discriminator.InitializeWeights(new SeededRandom(1));
        var images = WeightDraw.Normal(random, 1, 0, Batch, 1, 28, 28);
        var first = images.Narrow(0, 0, 1);
        var alike = Tensor.Concatenate([first, first, first, first, images.Narrow(0, 4, 4)]);
        var (varied, repeated) = (discriminator.Forward(images).ToSingle(), discriminator.Forward(alike).ToSingle());
        Assert.Equal(seesSpread, Math.Abs(varied[0] - repeated[0]) > 1e-5);
        Assert.Equal(varied[4..], repeated[4..]);
    });

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Forward_BatchThatGroupsOfFourDoNotDivide_GivesAVerdictOfEachImage(int batch) => torch.Run(() =>
    {
        using var discriminator = new Discriminator(new GeneratorShape { Kind = GeneratorKind.Stylegan, Size = 28, Channels = 3, Width = 8 }, batch);
        discriminator.InitializeWeights(new SeededRandom(1));
        var verdicts = discriminator.Forward(WeightDraw.Normal(new SeededRandom(2), 1, 0, 2L * batch, 3, 28, 28)).ToSingle();
        Assert.Equal(2 * batch, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.True(float.IsFinite(verdict)));
    });
}
