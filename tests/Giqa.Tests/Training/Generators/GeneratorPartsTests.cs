using Giqa.Images;
using Giqa.Training.Generators;

namespace Giqa.Tests.Training.Generators;

public sealed class GeneratorPartsTests
{
    [Fact]
    public void SnapshotSchedule_Standard_IsDenseEarlyAndGoesOn()
    {
        var included = Enumerable.Range(0, 60_001).Where(i => SnapshotSchedule.Standard.Includes(i));
        Assert.Equal([0, 100, 250, 750, 1500, 3000, 6000, 12_000, 20_000, 40_000, 60_000], included);
        Assert.Equal("0,100,250", SnapshotSchedule.Parse("0, 100,250").ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("100,100")]
    [InlineData("5,1")]
    [InlineData("1,x")]
    [InlineData("-1,3")]
    public void SnapshotSchedule_NoRisingNumbers_IsRefusedInOneLine(string text) =>
        Assert.Contains("whole numbers that rise", Assert.Throws<GiqaException>(() => SnapshotSchedule.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(125, 1.25)]
    [InlineData(199, 1.99)]
    [InlineData(200, 2)]
    [InlineData(350, 2.5)]
    [InlineData(400, 3)]
    [InlineData(9999, 3)]
    public void Growth_At_LearnsALevelThenLetsTheNextIn(long iteration, double position)
    {
        var growth = Growth.At(GeneratorKind.Pggan, iteration, stage: 100, levels: 3);
        Assert.Equal(position, growth.Position, 1e-9);
        Assert.Equal(growth.Level, (int)Math.Ceiling(position));
        Assert.Equal(growth.IsFading, position != Math.Floor(position));
        Assert.InRange(growth.Share, 0.01, 1);
    }

    [Theory]
    [InlineData(0, 200, 200, 200, 3)]
    [InlineData(0, 120, 120, 120, 2)]
    [InlineData(250, 60, 60, 60, 1)]
    [InlineData(0, 220, 20, 30, 4)]
    [InlineData(0, 250, 220, 20, 5)]
    [InlineData(0, 20, 200, 60, 6)]
    [InlineData(0, 30, 60, 220, 7)]
    [InlineData(0, 220, 40, 200, 8)]
    [InlineData(90, 100, 100, 100, 0)]
    public void LabelMaps_Compute_NamesWhatDiffersFromTheBackground(byte background, byte red, byte green, byte blue, int label)
    {
        const int Side = 28;
        var image = new RgbImage(Side, Side, [.. Enumerable.Range(0, 3 * Side * Side).Select(i =>
        {
            var (x, y) = (i / 3 % Side, i / 3 / Side);
            var inside = x is >= 8 and < 20 && y is >= 8 and < 20;
            return inside ? (i % 3) switch { 0 => red, 1 => green, _ => blue } : background;
        })]);
        var labels = ConditionMaps.Compute(image, ConditionKind.Regions);
        Assert.Equal(label / 8f, labels[(14 * Side) + 14]);
        Assert.Equal(0, labels[0]);
        Assert.Equal(labels, LabelMaps.Read(ConditionMaps.ToImage(labels, 1, Side), Side));
    }

    [Fact]
    public void LabelMaps_ReadAtAnotherSide_MakesNoLabelsInBetween()
    {
        var picture = new RgbImage(90, 60, [.. Enumerable.Range(0, 90 * 60).SelectMany(i => Enumerable.Repeat((byte)(i % 90 < 45 ? 0 : 255), 3))]);
        var labels = LabelMaps.Read(picture, 28);
        Assert.Equal([.. Enumerable.Repeat(0f, 14), .. Enumerable.Repeat(1f, 14)], labels[..28]);
        Assert.All(labels, label => Assert.True(label is 0 or 1));
    }

    [Theory]
    [InlineData(28, 7, 2)]
    [InlineData(32, 4, 3)]
    [InlineData(44, 11, 2)]
    [InlineData(64, 4, 4)]
    public void GeneratorShape_Size_DeterminesBaseAndLevels(int size, int side, int levels)
    {
        var shape = new GeneratorShape { Kind = GeneratorKind.Dcgan, Size = size, Channels = 1, Width = 32 };
        Assert.Equal((side, levels), (shape.Base, shape.Levels));
        Assert.Equal(32, shape.ChannelsAt(levels - 1));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(30)]
    [InlineData(68)]
    public void GeneratorShape_SizeOutOfRange_IsRefused(int size) =>
        Assert.Contains("multiple of 4 from 28 to 64", Assert.Throws<GiqaException>(() => new GeneratorShape { Kind = GeneratorKind.Dcgan, Size = size, Channels = 1, Width = 32 }).Message, StringComparison.Ordinal);

    [Fact]
    public void ConditionMaps_Square_HasEdgesAtItsBorderAndAMaskWithin()
    {
        var image = new RgbImage(28, 28, [.. Enumerable.Range(0, 28 * 28).SelectMany(i => Enumerable.Repeat((byte)(i % 28 is >= 8 and < 20 && i / 28 is >= 8 and < 20 ? 230 : 30), 3))]);
        var (edges, mask) = (ConditionMaps.Compute(image, ConditionKind.Edges), ConditionMaps.Compute(image, ConditionKind.Mask));
        Assert.Equal([0f, 1f, 1f, 0f], new[] { edges[(14 * 28) + 4], edges[(14 * 28) + 8], edges[(14 * 28) + 7], edges[(14 * 28) + 14] }.Select(edge => MathF.Round(edge, 5)));
        Assert.Equal(12 * 12, mask.Sum());
        Assert.Equal(1f, mask[(14 * 28) + 14]);
    }

    [Fact]
    public void Latents_OfASeed_AreStandardNormalAndAlwaysTheSame()
    {
        ulong[] seeds = [.. Enumerable.Range(0, 400).Select(i => (ulong)i)];
        var values = Latents.Draw(seeds, 32);
        Assert.InRange(values.Average(), -0.05, 0.05);
        Assert.InRange(values.Average(value => value * value), 0.95, 1.05);
        Assert.Equal(values[(17 * 32)..(18 * 32)], Latents.Draw([17], 32));
    }
}
