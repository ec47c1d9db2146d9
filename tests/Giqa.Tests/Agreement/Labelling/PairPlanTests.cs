using Giqa.Agreement.Labelling;

namespace Giqa.Tests.Agreement.Labelling;

public sealed class PairPlanTests
{
    [Fact]
    public void Choose_SameSeed_GivesTheSamePairsAndFewerAreTheBeginningOfMore()
    {
        var images = Images(60);

        var pairs = PairPlan.Choose(images, 90, seed: 5);

        Assert.Equal(pairs, PairPlan.Choose(images, 90, seed: 5));
        Assert.Equal(pairs.Take(40), PairPlan.Choose(images, 40, seed: 5));
        Assert.NotEqual(pairs, PairPlan.Choose(images, 90, seed: 6));
    }

    [Fact]
    public void Choose_ImagesWithQualities_SharesPairsAmongDistancesLevelsAndSets()
    {
        var images = Images(200);

        var pairs = PairPlan.Choose(images, 300);

        double Gap(ImagePair pair) => Math.Abs(Rank(images[pair.First]) - Rank(images[pair.Second]));
        Assert.Equal(300, pairs.Distinct().Count());
        Assert.Equal(100, pairs.Count(pair => Gap(pair) <= PairPlan.NearGap));
        Assert.Equal(100, pairs.Count(pair => Gap(pair) is > PairPlan.NearGap and <= PairPlan.MiddleGap));
        Assert.Equal(100, pairs.Count(pair => Gap(pair) > PairPlan.MiddleGap));
        Assert.Equal(150, pairs.Count(pair => images[pair.First].Set != images[pair.Second].Set || images[pair.First].Iteration != images[pair.Second].Iteration));
        Assert.All(Enumerable.Range(0, PairPlan.Levels), level => Assert.Equal(30, pairs.Count(pair => (int)(Rank(images[pair.First]) * PairPlan.Levels) == level)));
    }

    [Fact]
    public void Choose_ManyPairs_ShowsEveryImageAboutEquallyOften()
    {
        var pairs = PairPlan.Choose(Images(100), 400);

        var shown = Enumerable.Range(0, 100).Select(image => pairs.Count(pair => pair.Has(image))).ToArray();
        Assert.InRange(shown.Min(), 6, 8);
        Assert.InRange(shown.Max(), 8, 10);
    }

    [Fact]
    public void Choose_MoreThanThereAre_GivesEveryPairOnce()
    {
        var pairs = PairPlan.Choose(Images(6), 100);

        Assert.Equal(15, pairs.Select(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))).Distinct().Count());
        Assert.Equal(15, pairs.Count);
    }

    [Fact]
    public void Choose_ImagesWithoutQualities_StillCrossesSets()
    {
        LabelImage[] images = [.. Enumerable.Range(0, 40).Select(i => new LabelImage($"{i}") { Set = i < 20 ? "a" : "b" })];

        var pairs = PairPlan.Choose(images, 60);

        Assert.Equal(60, pairs.Count);
        Assert.Equal(30, pairs.Count(pair => images[pair.First].Set != images[pair.Second].Set));
    }

    [Fact]
    public void Choose_UnusableImages_AreNeverShownAndAskedAboutOnce()
    {
        var asked = new List<int>();

        var pairs = PairPlan.Choose(Images(30), 50, isUsable: image =>
        {
            asked.Add(image);
            return image % 3 != 0;
        });

        Assert.DoesNotContain(pairs, pair => pair.First % 3 == 0 || pair.Second % 3 == 0);
        Assert.Equal(asked.Distinct().Count(), asked.Count);
        Assert.Equal(50, pairs.Count);
    }

    /// <summary>Two sets of two iterations each, qualities all different and mixed.</summary>
    private static LabelImage[] Images(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new LabelImage($"{i}.png")
        {
            Set = i % 2 == 0 ? "a" : "b",
            Iteration = i / 2 % 2 == 0 ? 100 : 200,
            Quality = ((i * 7 % count) + .5) / count,
        }),
    ];

    private static double Rank(LabelImage image) => image.Quality!.Value;
}
