using FsCheck;
using FsCheck.Fluent;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Selection;

namespace Giqa.Tests.Selection;

public sealed class PickerTests
{
    [Fact]
    public void Pick_AnyScores_NeverKeepsAWorseOneOverABetterOne()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<byte>(), (values, number) =>
        {
            var scores = Table([.. values.Select(value => (double)value)]);
            PickRule[] rules = [PickRule.KeepShare((number + 1) / 256.0), PickRule.Count(number), PickRule.MinQuality(number / 255.0)];
            return rules.All(rule =>
            {
                var kept = Picker.Pick(scores, rule).ToHashSet();
                var worstKept = kept.Count == 0 ? double.PositiveInfinity : kept.Min(i => values[i]);
                return Enumerable.Range(0, values.Length).Where(i => !kept.Contains(i)).All(i => values[i] <= worstKept);
            });
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(100, .55, 55)]
    [InlineData(10, .7, 7)]
    [InlineData(3, .5, 2)]
    [InlineData(1000, .0001, 1)]
    [InlineData(7, 1, 7)]
    [InlineData(0, .5, 0)]
    public void Pick_Share_RoundsUp(int rows, double share, int kept) =>
        Assert.Equal(kept, Picker.Pick(Table([.. Enumerable.Range(0, rows).Select(i => (double)i)]), PickRule.KeepShare(share)).Count);

    [Fact]
    public void Pick_Share_IsOfTheScoredImagesOnly()
    {
        ImageScore[] scores = [.. Table([3, 1, 2, 4]), ImageScore.Skipped("x", ImageFault.Corrupt, null), ImageScore.Skipped("y", ImageFault.Empty, null)];
        Assert.Equal([3, 0], Picker.Pick(scores, PickRule.KeepShare(.5)));
    }

    [Fact]
    public void Pick_EqualScores_StayInTheirOrder() => Assert.Equal([1, 0, 2, 3], Picker.Pick(Table([5, 7, 5, 5, 1]), PickRule.Count(4)));

    [Fact]
    public void Pick_CountBeyondTheTable_KeepsAll() => Assert.Equal(3, Picker.Pick(Table([1, 2, 3]), PickRule.Count(50)).Count);

    [Fact]
    public void Pick_MinQuality_IncludesTheBar()
    {
        var scores = Table([1, 2, 3]);
        Assert.Equal([2, 1], Picker.Pick(scores, PickRule.MinQuality(scores[1].Quality!.Value)));
    }

    [Fact]
    public void Pick_NoQuality_SaysWhoseIsMissing()
    {
        var scores = new[] { new ImageScore { Image = "a.png", Score = 1, Status = ImageScore.Ok } };
        Assert.Contains("a.png", Assert.Throws<GiqaException>(() => Picker.Pick(scores, PickRule.MinQuality(.5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_OutOfRange_Throw()
    {
        Assert.Throws<GiqaException>(() => PickRule.KeepShare(0));
        Assert.Throws<GiqaException>(() => PickRule.KeepShare(1.01));
        Assert.Throws<GiqaException>(() => PickRule.KeepShare(double.NaN));
        Assert.Throws<GiqaException>(() => PickRule.Count(-1));
        Assert.Throws<GiqaException>(() => PickRule.MinQuality(1.5));
    }

    private static ImageScore[] Table(double[] values)
    {
        var calibration = Calibration.Fit([0, 10, -10]);
        return [.. values.Select((value, i) => ImageScore.Scored($"{i}.png", value, calibration.Quality(value)))];
    }
}
