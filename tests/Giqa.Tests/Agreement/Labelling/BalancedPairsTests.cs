using Giqa.Agreement.Labelling;

namespace Giqa.Tests.Agreement.Labelling;

public sealed class BalancedPairsTests
{
    private const int Reals = 100;

    /// <summary>Two generators with 3 iterations of 40 images each, a third without iterations, and reals, all of drawn quality.</summary>
    private static readonly LabelImage[] Images =
    [
        .. from set in (string[])["a", "b"] from iteration in (long[])[100, 200, 300] from i in Enumerable.Range(0, 40) select new LabelImage($"{set}/{iteration}/{i}.png") { Set = set, Iteration = iteration },
        .. Enumerable.Range(0, 60).Select(i => new LabelImage($"c/{i}.png") { Set = "c" }),
        .. Enumerable.Range(0, Reals).Select(i => new LabelImage($"r/{i}.png") { Set = "real" }),
    ];

    private static readonly LabelScorer One = Scorer("one", i => (i * 7919) % 400);
    private static readonly LabelScorer Other = Scorer("other", i => (i * 104729) % 400);

    [Fact]
    public void Choose_KindsGeneratorsAndIterations_HaveEqualShares()
    {
        var pairs = Plan(0).Choose(600, default);

        Assert.Equal(600, pairs.Count);
        Assert.Equal(600, pairs.Select(pair => (Math.Min(pair.Images.First, pair.Images.Second), Math.Max(pair.Images.First, pair.Images.Second))).Distinct().Count());
        Assert.All(Enum.GetValues<PairKind>(), kind => Assert.Equal(150, pairs.Count(pair => pair.Kind == kind)));
        Assert.All(pairs, pair => Assert.Equal(KindOf(Images[pair.Images.First], Images[pair.Images.Second]), pair.Kind));
        Assert.All((string[])["ab", "ac", "bc"], two => Assert.Equal(50, pairs.Count(pair => pair.Kind == PairKind.Between && Sets(pair) == two)));
        Assert.All((string[])["a", "b"], set => Assert.Equal(75, pairs.Count(pair => pair.Kind == PairKind.Training && Sets(pair) == $"{set}{set}")));

        // No image is shown much more often than others of its kind: 150 pairs of 100 reals.
        int[] shown = [.. Enumerable.Range(0, Images.Length).Select(image => pairs.Count(pair => pair.Images.Has(image)))];
        Assert.InRange(shown[^Reals..].Max(), 2, 3);
        Assert.True(shown.Max() <= 6, $"{shown.Max()}");

        static string Sets(BalancedPair pair) => string.Concat(new[] { Images[pair.Images.First].Set, Images[pair.Images.Second].Set }.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(600)]
    public void Choose_EarlyAndLateIterations_AreShownEquallyOften(int count)
    {
        var pairs = Plan(0).Choose(count, default);

        foreach (var set in (string[])["a", "b"])
        {
            int[] shown = [.. ((long[])[100, 200, 300]).Select(iteration => Shown(pairs, Images, image => image.Set == set && image.Iteration == iteration))];
            Assert.True(shown.Max() - shown.Min() <= 3, $"{set}: {string.Join(", ", shown)}");
        }
    }

    /// <summary>As training is: later images rank higher, the first ones so low that no pair of them and a real one is worth asking about.</summary>
    [Fact]
    public void Choose_EarlyIterationsThatHaveNoPairsWithReals_AreNotShownMoreOftenInTheirPlace()
    {
        const int Each = 60;
        LabelImage[] images =
        [
            .. from set in (string[])["a", "b", "c"] from iteration in (long[])[0, 100, 400, 1600, 6400] from i in Enumerable.Range(0, Each) select new LabelImage($"{set}/{iteration}/{i}.png") { Set = set, Iteration = iteration },
            .. Enumerable.Range(0, 200).Select(i => new LabelImage($"r/{i}.png") { Set = "real" }),
        ];
        var scorer = Scorer("one", i => (i < 15 * Each ? i / Each % 5 * 500 : 2300) + (i * 7919 % 1000), images.Length);
        var pairs = new BalancedPairs(images, image => image >= 15 * Each, new InformativeRule([scorer]), 0, image => images[image].Iteration != 0).Choose(600, default);

        Assert.Equal(600, pairs.Count);
        foreach (var set in (string[])["a", "b", "c"])
        {
            int[] shown = [.. ((long[])[100, 400, 1600, 6400]).Select(iteration => Shown(pairs, images, image => image.Set == set && image.Iteration == iteration))];
            Assert.True(shown.Max() <= 1.1 * shown.Min(), $"{set}: {string.Join(", ", shown)}");
        }
    }

    private static int Shown(IReadOnlyList<BalancedPair> pairs, LabelImage[] images, Func<LabelImage, bool> isOf) =>
        pairs.Sum(pair => (isOf(images[pair.Images.First]) ? 1 : 0) + (isOf(images[pair.Images.Second]) ? 1 : 0));

    [Fact]
    public void Choose_Fewer_IsTheBeginningOfMore_AndTheSeedChangesIt()
    {
        var more = Plan(3).Choose(200, default);

        Assert.Equal(more.Take(80), Plan(3).Choose(80, default));
        Assert.NotEqual(more.Take(80), Plan(4).Choose(80, default));
    }

    [Fact]
    public void Choose_EveryPair_IsNeitherTrivialNorEqual()
    {
        foreach (var pair in Plan(1).Choose(600, default))
        {
            double[] apart = [.. new[] { One, Other }.Select(scorer => (scorer.Scores[pair.Images.First]!.Value - scorer.Scores[pair.Images.Second]!.Value) / Images.Length)];
            Assert.Contains(apart, difference => Math.Abs(difference) >= InformativeRule.Least - 1e-9);
            Assert.False(Array.TrueForAll(apart, difference => difference > InformativeRule.Most + 1e-9) || Array.TrueForAll(apart, difference => difference < -InformativeRule.Most - 1e-9));
        }
    }

    [Fact]
    public void Choose_OneGeneratorWithoutIterationsOrReals_HasPairsWithinItAlone()
    {
        var images = Images.Where(image => image.Set == "c").ToArray();
        var plan = new BalancedPairs(images, _ => false, new InformativeRule([Scorer("s", i => i, images.Length)]), 0, image => image != 7);

        Assert.Equal([PairKind.Within], plan.Kinds);
        var pairs = plan.Choose(10_000, default);

        // 59 usable images of ranks 1/60 apart; 3 to 24 ranks are neither equal nor far apart.
        var expected = Enumerable.Range(0, 60).Sum(i => Enumerable.Range(i + 1, 60 - i - 1).Count(j => j - i is >= 3 and <= 24 && i != 7 && j != 7));
        Assert.Equal(expected, pairs.Count);
        Assert.DoesNotContain(pairs, pair => pair.Images.Has(7));
    }

    [Fact]
    public void Rule_ScorersThatDisagree_MakeAPairInformative()
    {
        double?[] up = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var rule = new InformativeRule([new LabelScorer("up", up, new double?[10])]);
        Assert.False(rule.Allows(0, 9));
        Assert.True(rule.Allows(0, 4));
        Assert.True(new InformativeRule([new LabelScorer("up", up, new double?[10]), new LabelScorer("down", [.. up.Reverse()], new double?[10])]).Allows(0, 9));
        Assert.False(new InformativeRule([new LabelScorer("equal", [1, 1, 1, 2], new double?[4])]).Allows(0, 2));
        Assert.False(new InformativeRule([new LabelScorer("unknown", [1, null, 3], new double?[3])]).Allows(0, 1));
    }

    private static PairKind KindOf(LabelImage first, LabelImage second) => (first.Set == "real") != (second.Set == "real") ? PairKind.Real
        : first.Set != second.Set ? PairKind.Between
        : first.Iteration == second.Iteration ? PairKind.Within : PairKind.Training;

    private static BalancedPairs Plan(ulong seed) => new(Images, image => image >= Images.Length - Reals, new InformativeRule([One, Other]), seed, _ => true);

    private static LabelScorer Scorer(string name, Func<int, int> score, int count = 400) => new(name, [.. Enumerable.Range(0, count).Select(i => (double?)score(i))], new double?[count]);
}
