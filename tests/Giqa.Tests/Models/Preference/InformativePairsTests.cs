using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

public sealed class InformativePairsTests
{
    private static readonly FeatureSet Images = Judges.Images(80, 1);
    private static readonly JudgedImages Survey = PreferenceFit.Survey(Images.Matrix, 1, default);
    private static readonly PreferencePosterior Fit = PreferenceFit.Run(Survey, Judges.Pairs(Images, 25, 2), hasSpread: true, default);
    private static readonly int Dimensions = Survey.Components.Count;

    // The other way round: the covariance of the weights, and after every choice what it is once that pair is answered.
    [Fact]
    public void Choose_TakesWhatLowersTheVarianceOfAllUtilitiesMost()
    {
        var random = new SeededRandom(5);
        var images = random.Permutation(80);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 40).Select(i => (images[2 * i], images[(2 * i) + 1]))];

        var chosen = new InformativePairs(Survey.Rows, Fit).Choose(candidates, [], 6);

        var covariance = Covariance(Fit);
        double[] noises = [.. candidates.Select(pair => 1 / ExpectedCurvature.Of(Dot(Fit.Weights, Apart(pair)), Math.Sqrt(Dot(Apart(pair), Times(covariance, Apart(pair)))), Fit.LogTie))];
        var taken = new HashSet<int>();
        foreach (var choice in chosen)
        {
            double[] gains = [.. candidates.Select((pair, i) => taken.Contains(i) ? -1 : Gain(covariance, Apart(pair), noises[i]))];
            Assert.Equal(gains.Max(), gains[choice], 1e-6 * gains.Max());
            _ = taken.Add(choice);
            var told = Times(covariance, Apart(candidates[choice]));
            var scale = 1 / (Dot(Apart(candidates[choice]), told) + noises[choice]);
            covariance = [.. covariance.Select((row, i) => row.Select((value, j) => value - (scale * told[i] * told[j])).ToArray())];
        }
    }

    [Fact]
    public void Choose_AsManyAsThereAre_EachOnce()
    {
        var pairs = new InformativePairs(Survey.Rows, Fit);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 40).Select(i => (2 * i, (2 * i) + 1)), .. Enumerable.Range(0, 30).Select(i => (i, i + 41))];
        Assert.Equal(Enumerable.Range(0, 70), pairs.Choose(candidates, [], 1000).Order());
        Assert.Equal(60, pairs.Choose(candidates, [], 60).Distinct().Count());
        Assert.Empty(pairs.Choose([], [], 5));
    }

    // 40 of the 80 images were asked about before, once each.
    [Fact]
    public void Choose_ImagesThatWereAskedAboutLess_ComeFirst()
    {
        var random = new SeededRandom(7);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 600).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1])).Distinct()];
        PreferenceComparison[] answered = [.. Enumerable.Range(0, 20).Select(i => new PreferenceComparison(2 * i, (2 * i) + 1, PreferenceOutcome.First, 0))];
        var asked = new int[80];
        Array.Fill(asked, 1, 0, 40);

        foreach (var choice in new InformativePairs(Survey.Rows, Fit).Choose(candidates, answered, 50))
        {
            Assert.Equal(candidates.Index().Where(pair => pair.Item.First >= 0).Min(pair => Times(pair.Item)), Times(candidates[choice]));
            asked[candidates[choice].First]++;
            asked[candidates[choice].Second]++;
            candidates[choice] = (-1, -1);
        }

        int Times((int First, int Second) pair) => asked[pair.First] + asked[pair.Second];
    }

    [Fact]
    public void Choose_BeforeAnyJudgement_TakesWhatTellsMostUnderThePrior()
    {
        var random = new SeededRandom(6);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 100).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1]))];
        var deviation = 1.5 / Math.Sqrt(Survey.Rows.Sum(value => value * value) / 80);
        double[][] prior = [.. Enumerable.Range(0, Dimensions).Select(row => Enumerable.Range(0, Dimensions).Select(column => row == column ? deviation * deviation : 0).ToArray())];
        double[] gains = [.. candidates.Select(pair => Gain(prior, Apart(pair), 1 / ExpectedCurvature.Of(0, deviation * Math.Sqrt(Dot(Apart(pair), Apart(pair))), PairFit.UsualLogTie)))];
        Assert.Equal(gains.Max(), gains[new InformativePairs(Survey.Rows, InformativePairs.Nothing(Survey.Rows, Dimensions)).Choose(candidates, [], 1)[0]], 1e-6 * gains.Max());
    }

    // One image in ten is ten times as far from the others as they are from each other.
    [Fact]
    public void Level_UnusualImages_AreNotChosenForBeingUnusual()
    {
        double[] rows = [.. Survey.Rows.Select((value, i) => i / Dimensions % 10 == 0 ? 10 * value : value)];
        var random = new SeededRandom(9);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 400).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1]))];
        double Unusual(double[] from) => new InformativePairs(from, InformativePairs.Nothing(from, Dimensions)).Choose(candidates, [], 4).Average(i => (candidates[i].First % 10 == 0 ? .5 : 0) + (candidates[i].Second % 10 == 0 ? .5 : 0));

        var level = InformativePairs.Level(rows, Dimensions);
        Assert.All(Enumerable.Range(0, 80), row => Assert.Equal(Length(0), Length(row), 1e-9));
        Assert.True(Unusual(rows) > .35, $"{Unusual(rows)}");
        Assert.InRange(Unusual(level), 0, .2);

        double Length(int row) => Math.Sqrt(Enumerable.Range(0, Dimensions).Sum(d => Math.Pow(level[(row * Dimensions) + d], 2)));
    }

    [Fact]
    public void SureOrder_IsAProbabilityThatFewerLabelsLower()
    {
        var more = PreferenceFit.Run(Survey, Judges.Pairs(Images, 400, 2), hasSpread: true, default);
        var (few, many) = (new InformativePairs(Survey.Rows, Fit), new InformativePairs(Survey.Rows, more));
        var random = new SeededRandom(8);
        int[][] pairs = [.. Enumerable.Range(0, 100).Select(_ => random.Choose(80, 2))];
        Assert.All(pairs, pair => Assert.InRange(few.SureOrder(pair[0], pair[1]), .5, 1));
        Assert.True(pairs.Average(pair => many.SureOrder(pair[0], pair[1])) > pairs.Average(pair => few.SureOrder(pair[0], pair[1])) + .1);
    }

    private static double[][] Covariance(PreferencePosterior posterior)
    {
        return [.. Enumerable.Range(0, Dimensions).Select(row => Enumerable.Range(0, Dimensions).Select(column =>
            Enumerable.Range(0, Dimensions).Sum(k => Spread(row, k) * Spread(column, k))).ToArray())];

        double Spread(int row, int column) => column < row ? 0 : posterior.Spread[(row * Dimensions) + column];
    }

    private static double Gain(double[][] covariance, double[] apart, double noise)
    {
        var told = Times(covariance, apart);
        double[] targets = [.. Enumerable.Range(0, 80).Select(image => Enumerable.Range(0, Dimensions).Sum(d => Survey.Rows[(image * Dimensions) + d] * told[d]))];
        var centre = targets.Average();
        return targets.Sum(target => Math.Pow(target - centre, 2)) / (Dot(apart, told) + noise);
    }

    private static double[] Apart((int First, int Second) pair) =>
        [.. Enumerable.Range(0, Dimensions).Select(d => Survey.Rows[(pair.First * Dimensions) + d] - Survey.Rows[(pair.Second * Dimensions) + d])];

    private static double[] Times(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
