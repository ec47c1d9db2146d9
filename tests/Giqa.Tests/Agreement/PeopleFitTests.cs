using Giqa.Agreement;
using Giqa.Agreement.People;
using Giqa.Numerics;

namespace Giqa.Tests.Agreement;

/// <summary>People whose preferences are known: the shares must be found again.</summary>
public sealed class PeopleFitTests
{
    private const int Images = 300;

    /// <summary>What people think of an image: nothing tells them apart below the median, everything above it.</summary>
    private static double Bent(double quality) => quality < .5 ? 0 : 6 * (quality - .5);

    private static double Straight(double quality) => 2.5 * (quality - .5);

    private static double Curved(double quality) => 1.2 * Math.Log(quality / (1 - quality));

    private static double QualityOf(string image) => (int.Parse(image, null) + .5) / Images;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Pairs_OfPeopleWithKnownUtilities_GiveTheirShares(int kind)
    {
        Func<double, double> utility = kind switch { 0 => Bent, 1 => Straight, _ => Curved };
        var map = PeopleFit.OfPairs(Judge(utility, 4000, 1), image => QualityOf(image), source: "pairs.csv");

        Assert.Equal(("pairs", "pairs.csv", 4000, Images, 1), (map.Report.Labels, map.Report.Source, map.Report.Judgements, map.Report.JudgedImages, map.Report.Observers));
        Assert.True(map.Report.IsInformative);
        Assert.Equal(.5, map.Report.MedianQuality, 1e-9);
        Assert.Equal(.5, map.ShareOf(.5).Value, 1e-9);
        foreach (var quality in (double[])[.03, .1, .25, .4, .6, .75, .9, .97])
        {
            Assert.InRange(map.ShareOf(quality).Value, Share(utility(quality) - utility(.5)) - .06, Share(utility(quality) - utility(.5)) + .06);
        }
    }

    // Their map would be flat, with an interval of no width.
    [Fact]
    public void JudgementsThatPreferNothing_AreRefused()
    {
        PairJudgement[] ties = [.. Judge(Straight, 100, 1).Select(pair => pair with { Choice = PairChoice.Tie })];
        Assert.Contains("all 100 judgements are ties", Assert.Throws<GiqaException>(() => PeopleFit.OfPairs(ties, image => QualityOf(image))).Message, StringComparison.Ordinal);
        Opinion[] same = [.. Enumerable.Range(0, 60).Select(i => new Opinion($"{i}", 3, i))];
        Assert.Contains("all 60 judgements are the same opinion", Assert.Throws<GiqaException>(() => PeopleFit.OfOpinions(same, image => QualityOf(image), spread: .5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interval_HoldsTheTrueShare_NineteenTimesInTwenty()
    {
        var (held, all, width) = (0, 0, 0.0);
        for (var draw = 0; draw < 100; draw++)
        {
            var map = PeopleFit.OfPairs(Judge(Curved, 300, (ulong)draw + 100), image => QualityOf(image));
            foreach (var quality in (double[])[.05, .2, .8, .95])
            {
                var (share, truth) = (map.ShareOf(quality), Share(Curved(quality)));
                held += share.Low <= truth && truth <= share.High ? 1 : 0;
                width += share.High - share.Low;
                all++;
            }
        }

        Assert.InRange((double)held / all, .9, .99);
        Assert.True(width / all < .25, $"{width / all}");
    }

    /// <summary>Persons' opinions are normal about an image's: the share is Thurstone's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Opinions_OfSinglePeopleOrTheirMeans_GiveTheSameShares(bool areMeans)
    {
        const double Spread = .8;
        var random = new SeededRandom(5);
        var opinions = new List<Opinion>();
        foreach (var image in Enumerable.Range(0, 1500).Select(_ => random.NextInt(Images).ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            opinions.Add(new Opinion(image, Straight(QualityOf(image)) + (areMeans ? 0 : Spread * random.NextGaussian()), 1));
        }

        var map = PeopleFit.OfOpinions(opinions, image => QualityOf(image), areMeans ? Spread : null);

        foreach (var quality in (double[])[.05, .25, .75, .95])
        {
            var beyond = StudentT.TwoSided(Math.Abs(Straight(quality)) / (Math.Sqrt(2) * Spread), double.PositiveInfinity) / 2;
            Assert.Equal(quality < .5 ? beyond : 1 - beyond, map.ShareOf(quality).Value, .05);
        }
    }

    [Fact]
    public void Judges_WhoSeeNoDifference_LeaveNothingToSay()
    {
        var map = PeopleFit.OfPairs(Judge(_ => 0, 200, 3), image => QualityOf(image));
        Assert.False(map.Report.IsInformative);
        Assert.All(map.Shares, share => Assert.InRange(.5, share.Low, share.High));
    }

    [Fact]
    public void Judges_OfTheOppositeTaste_AreNotMadeToAgree()
    {
        var map = PeopleFit.OfPairs(Judge(quality => -Curved(quality), 500, 4), image => QualityOf(image));
        Assert.All(map.Shares, share => Assert.Equal(.5, share.Value, 1e-9));
        Assert.False(map.Report.IsInformative);
    }

    [Fact]
    public void Map_NeverFalls_AndStaysAtItsEnds()
    {
        var map = PeopleFit.OfPairs(Judge(Bent, 120, 6), image => QualityOf(image));
        var shares = Enumerable.Range(1, 99).Select(i => map.ShareOf(i / 100.0).Value).ToArray();
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(map.Shares[0], map.ShareOf(0));
        Assert.Equal(map.Shares[^1], map.ShareOf(1));
        _ = Assert.Throws<ArgumentException>(() => map.ShareOf(double.NaN));
    }

    /// <summary>Ten people of whom one half like what the other half do not are less certain than one person asked as often.</summary>
    [Fact]
    public void People_WhoDiffer_WidenTheInterval()
    {
        var judgements = Enumerable.Range(0, 10).SelectMany(who => Judge(quality => (who % 2 == 0 ? 2 : .2) * Curved(quality), 60, (ulong)who + 50).Select(judgement => judgement with { Observer = $"{who}" })).ToList();
        var apart = PeopleFit.OfPairs(judgements, image => QualityOf(image));
        var alike = PeopleFit.OfPairs([.. judgements.Select(judgement => judgement with { Observer = null })], image => QualityOf(image));
        Assert.Equal(10, apart.Report.Observers);
        Assert.Equal(alike.Report.BestTenth.Value, apart.Report.BestTenth.Value, 1e-12);
        Assert.True(apart.Report.BestTenth.High - apart.Report.BestTenth.Low > 1.2 * (alike.Report.BestTenth.High - alike.Report.BestTenth.Low));
    }

    [Fact]
    public void TooLittle_IsRefusedWithNumbers()
    {
        var few = Assert.Throws<GiqaException>(() => PeopleFit.OfPairs(Judge(Curved, 49, 1), image => QualityOf(image)));
        Assert.Contains("there are 49 judgements", few.Message, StringComparison.Ordinal);
        Assert.Contains("at least 50 judgements of 20 images", few.Message, StringComparison.Ordinal);
        var narrow = Assert.Throws<GiqaException>(() => PeopleFit.OfPairs(Judge(Curved, 400, 1), image => QualityOf(image) < .06 ? QualityOf(image) : null));
        Assert.Contains("at least 50 judgements of 20 images", narrow.Message, StringComparison.Ordinal);
        var flat = Assert.Throws<GiqaException>(() => PeopleFit.OfPairs(Judge(Curved, 400, 1), _ => .5));
        Assert.Contains("the same quality", flat.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => PeopleFit.OfOpinions([.. Enumerable.Range(0, 60).Select(i => new Opinion($"{i}", i, i))], image => QualityOf(image), 0));
    }

    private static List<PairJudgement> Judge(Func<double, double> utility, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var judgements = new List<PairJudgement>();
        while (judgements.Count < count)
        {
            var pair = random.Choose(Images, 2);
            var (left, right) = ($"{pair[0]}", $"{pair[1]}");
            var isLeft = random.NextDouble() < Share(utility(QualityOf(left)) - utility(QualityOf(right)));
            judgements.Add(new PairJudgement(left, right, isLeft ? PairChoice.Left : PairChoice.Right, null, judgements.Count + 2));
        }

        return judgements;
    }

    private static double Share(double odds) => 1 / (1 + Math.Exp(-odds));
}
