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
        using var discriminator = DiscriminatorNetwork.Create(new GeneratorShape { Kind = (GeneratorKind)kind, Size = 28, Channels = 1, Width = 8 }, Batch);
        discriminator.InitializeWeights(new SeededRandom(1));
        var images = WeightDraw.Normal(random, 1, 0, Batch, 1, 28, 28);
        var first = images.Narrow(0, 0, 1);
        var alike = Tensor.Concatenate([first, first, first, first, images.Narrow(0, 4, 4)]);
        var (varied, repeated) = (discriminator.Forward(images).ToSingle(), discriminator.Forward(alike).ToSingle());
        Assert.Equal(seesSpread, Math.Abs(varied[0] - repeated[0]) > 1e-5);
        Assert.Equal(varied[4..], repeated[4..]);
    });

    [Fact]
    public void Forward_WhileItGrows_JudgesLowerLevelsAndWhatLiesBetween() => torch.Run(() =>
    {
        using var noGrad = new NoGrad();
        using var discriminator = DiscriminatorNetwork.Create(new GeneratorShape { Kind = GeneratorKind.Pggan, Size = 64, Channels = 1, Width = 8 }, Batch);
        discriminator.InitializeWeights(new SeededRandom(1));
        var images = WeightDraw.Normal(new SeededRandom(2), 1, 0, Batch, 1, 64, 64);
        float Verdict(double position)
        {
            discriminator.Grow(Growth.From(position));
            return discriminator.Forward(discriminator.ShowFake(images)).ToSingle()[0];
        }

        discriminator.Grow(Growth.From(2.25));
        var (real, fake) = (discriminator.ShowReal(images), discriminator.ShowFake(images));
        Assert.Equal([Batch, 1, 32, 32], fake.Shape);
        var (seen, whole) = (real.ToSingle(), fake.ToSingle());
        var mean = (whole[0] + whole[1] + whole[32] + whole[33]) / 4;
        Assert.Equal((0.25 * whole[0]) + (0.75 * mean), seen[0], 1e-5);
        Assert.Equal(Verdict(2), Verdict(2.0001), 1e-3);
        Assert.Equal(Verdict(3), Verdict(2.9999), 1e-3);
        Assert.True(Math.Abs(Verdict(2) - Verdict(3)) > 1e-2);
    });

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Forward_BatchThatGroupsOfFourDoNotDivide_GivesAVerdictOfEachImage(int batch) => torch.Run(() =>
    {
        using var discriminator = DiscriminatorNetwork.Create(new GeneratorShape { Kind = GeneratorKind.Stylegan, Size = 28, Channels = 3, Width = 8 }, batch);
        discriminator.InitializeWeights(new SeededRandom(1));
        var verdicts = discriminator.Forward(WeightDraw.Normal(new SeededRandom(2), 1, 0, 2L * batch, 3, 28, 28)).ToSingle();
        Assert.Equal(2 * batch, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.True(float.IsFinite(verdict)));
    });
}
