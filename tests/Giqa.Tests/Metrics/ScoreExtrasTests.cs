using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Scores;

namespace Giqa.Tests.Metrics;

public sealed class ScoreExtrasTests
{
    private static readonly FeatureSet Real = Set(MetricFixtures.Real);
    private static readonly FeatureSet Fake = Set(MetricFixtures.Fake);

    [Fact]
    public void Attach_AllColumns_GivesTheMeasuresOfEveryImage()
    {
        var table = ScoreExtras.Attach(Scores(Fake), Fake, Real, ExtraColumns.All);

        var measures = ImageMeasures.Compute(Real.Matrix, Fake.Matrix);
        var influences = FrechetInfluence.Compute(Real.Matrix, Fake.Matrix).Generated;
        Assert.Equal(measures.Select(measure => (double?)measure.Realism), table.Select(score => score.Extras!.Realism));
        Assert.Equal(measures.Select(measure => measure.Rarity), table.Select(score => score.Extras!.Rarity));
        Assert.Equal(measures.Select(measure => (bool?)measure.IsAuthentic), table.Select(score => score.Extras!.IsAuthentic));
        Assert.Equal(influences.Select(influence => (double?)influence), table.Select(score => score.Extras!.Influence));
    }

    [Fact]
    public void Attach_OneColumn_LeavesTheOthersOut()
    {
        var table = ScoreExtras.Attach(Scores(Fake), Fake, Real, ExtraColumns.Authenticity);

        Assert.All(table, score => Assert.Equal((ExtraColumns.Authenticity, null, null, null), (score.Extras!.Columns, score.Extras.Realism, score.Extras.Rarity, score.Extras.Influence)));
        Assert.All(table, score => Assert.NotNull(score.Extras!.IsAuthentic));
    }

    [Fact]
    public void Attach_SkippedImageAmongThem_KeepsTheRowsInStep()
    {
        FeatureItem[] items = [new("broken", ImageFault.Truncated), .. Fake.Items];
        var withFault = new FeatureSet(Fake.Matrix, items, null, null);

        var table = ScoreExtras.Attach(Scores(withFault), withFault, Real, ExtraColumns.Realism);

        Assert.Equal((ExtraColumns.Realism, null), (table[0].Extras!.Columns, table[0].Extras!.Realism));
        Assert.Equal(ScoreExtras.Attach(Scores(Fake), Fake, Real, ExtraColumns.Realism)[0].Extras, table[1].Extras);
    }

    [Fact]
    public void Attach_TheRealsThemselves_AreNotAuthenticAndHalfAreAsRealAsCanBe()
    {
        var table = ScoreExtras.Attach(Scores(Real), Real, Real, ExtraColumns.Realism | ExtraColumns.Authenticity);

        Assert.All(table, score => Assert.False(score.Extras!.IsAuthentic));
        Assert.True(2 * table.Count(score => score.Extras!.Realism == ImageMeasure.HighestRealism) >= table.Count);
    }

    [Fact]
    public void Attach_InfluenceOfFewImages_SaysWhatIsMissing()
    {
        var few = Set(MetricFixtures.Head(MetricFixtures.Fake, 5));

        var error = Assert.Throws<GiqaException>(() => ScoreExtras.Attach(Scores(few), few, Real, ExtraColumns.Influence));

        Assert.Contains("more images than the", error.Message, StringComparison.Ordinal);
    }

    private static FeatureSet Set(FeatureMatrix matrix) => new(matrix, [.. Enumerable.Range(0, matrix.Rows).Select(i => new FeatureItem($"{i}"))], null, null);

    private static ImageScore[] Scores(FeatureSet set) =>
        [.. set.Items.Select(item => item.Fault is { } fault ? ImageScore.Skipped(item.Name, fault, null) : ImageScore.Scored(item.Name, 1, .5))];
}
