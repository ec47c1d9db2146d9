using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

public sealed class InformativePairsTests
{
    private const int Dimensions = Judges.Dimensions;

    private static readonly FeatureSet Images = Judges.Images(80, 1);
    private static readonly (PrincipalComponents Components, PreferencePosterior Posterior) Fit = PreferenceFit.Run(Images.Matrix, Judges.Pairs(Images, 25, 2), 1, default);

    // The other way round: the covariance of the weights of all features, the prior's where no judged image reaches, and after every
    // choice what it is once that pair is answered.
    [Fact]
    public void Choose_TakesWhatLowersTheVarianceOfAllUtilitiesMost()
    {
        var (components, posterior) = Fit;
        Assert.True(components.Count < Dimensions);
        var random = new SeededRandom(5);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 200).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1]))];

        var chosen = new InformativePairs(Images.Matrix, components, posterior).Choose(candidates, 6);

        var covariance = Covariance(components, posterior);
        double[] weights = [.. Enumerable.Range(0, Dimensions).Select(d => Enumerable.Range(0, components.Count).Sum(k => posterior.Weights[k] * components.Components[(k * Dimensions) + d]))];
        double[] noises = [.. candidates.Select(pair => 1 / ExpectedCurvature.Of(Dot(weights, Apart(pair)), Math.Sqrt(Dot(Apart(pair), Times(covariance, Apart(pair)))), posterior.LogTie))];
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
        var pairs = new InformativePairs(Images.Matrix, Fit.Components, Fit.Posterior);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 40).Select(i => (2 * i, (2 * i) + 1)), .. Enumerable.Range(0, 30).Select(i => (i, i + 41))];
        Assert.Equal(Enumerable.Range(0, 70), pairs.Choose(candidates, 1000).Order());
        Assert.Equal(60, pairs.Choose(candidates, 60).Distinct().Count());
        Assert.Empty(pairs.Choose([], 5));
    }

    [Fact]
    public void Choose_BeforeAnyJudgement_TakesWhatTellsMostUnderThePrior()
    {
        var random = new SeededRandom(6);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 100).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1]))];
        var deviation = 1.5 / Math.Sqrt(Images.Matrix.Values.Sum(value => (double)value * value) / Images.Matrix.Rows);
        double[][] prior = [.. Enumerable.Range(0, Dimensions).Select(row => Enumerable.Range(0, Dimensions).Select(column => row == column ? deviation * deviation : 0).ToArray())];
        double[] gains = [.. candidates.Select(pair => Gain(prior, Apart(pair), 1 / ExpectedCurvature.Of(0, deviation * Math.Sqrt(Dot(Apart(pair), Apart(pair))), PairFit.UsualLogTie)))];
        Assert.Equal(gains.Max(), gains[new InformativePairs(Images.Matrix).Choose(candidates, 1)[0]], 1e-6 * gains.Max());
    }

    // One image in ten is ten times as far from the others as they are from each other.
    [Fact]
    public void Level_UnusualImages_AreNotChosenForBeingUnusual()
    {
        float[] values = [.. Images.Matrix.Values.Select((value, i) => i / Dimensions % 10 == 0 ? 10 * value : value)];
        var features = new FeatureMatrix(Images.Matrix.Rows, Dimensions, values);
        var random = new SeededRandom(9);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 400).Select(_ => random.Choose(80, 2)).Select(pair => (pair[0], pair[1]))];
        double Unusual(FeatureMatrix from) => new InformativePairs(from).Choose(candidates, 30).Average(i => (candidates[i].First % 10 == 0 ? .5 : 0) + (candidates[i].Second % 10 == 0 ? .5 : 0));

        var level = InformativePairs.Level(features);
        Assert.All(Enumerable.Range(0, 80), row => Assert.Equal(Length(0), Length(row), 1e-3));
        Assert.True(Unusual(features) > .35, $"{Unusual(features)}");
        Assert.InRange(Unusual(level), 0, .2);

        double Length(int row) => Math.Sqrt(Enumerable.Range(0, Dimensions).Sum(d => Math.Pow(level.Row(row)[d], 2)));
    }

    [Fact]
    public void SureOrder_IsAProbabilityThatFewerLabelsLower()
    {
        var more = PreferenceFit.Run(Images.Matrix, Judges.Pairs(Images, 400, 2), 1, default);
        var (few, many) = (new InformativePairs(Images.Matrix, Fit.Components, Fit.Posterior), new InformativePairs(Images.Matrix, more.Components, more.Posterior));
        var random = new SeededRandom(8);
        int[][] pairs = [.. Enumerable.Range(0, 100).Select(_ => random.Choose(80, 2))];
        Assert.All(pairs, pair => Assert.InRange(few.SureOrder(pair[0], pair[1]), .5, 1));
        Assert.True(pairs.Average(pair => many.SureOrder(pair[0], pair[1])) > pairs.Average(pair => few.SureOrder(pair[0], pair[1])) + .1);
    }

    private static double[][] Covariance(PrincipalComponents components, PreferencePosterior posterior)
    {
        var (count, prior) = (components.Count, posterior.PriorDeviation * posterior.PriorDeviation);
        return [.. Enumerable.Range(0, Dimensions).Select(row => Enumerable.Range(0, Dimensions).Select(column =>
        {
            var sum = row == column ? prior : 0;
            for (var i = 0; i < count; i++)
            {
                sum -= prior * Component(i, row) * Component(i, column);
                for (var j = 0; j < count; j++)
                {
                    sum += Component(i, row) * Component(j, column) * Enumerable.Range(0, count).Sum(k => Spread(i, k) * Spread(j, k));
                }
            }

            return sum;
        }).ToArray())];

        double Component(int component, int dimension) => components.Components[(component * Dimensions) + dimension];
        double Spread(int row, int column) => column < row ? 0 : posterior.Spread[(row * count) + column];
    }

    private static double Gain(double[][] covariance, double[] apart, double noise)
    {
        var told = Times(covariance, apart);
        double[] targets = [.. Enumerable.Range(0, Images.Matrix.Rows).Select(image => Enumerable.Range(0, Dimensions).Sum(d => Images.Matrix.Row(image)[d] * told[d]))];
        var centre = targets.Average();
        return targets.Sum(target => Math.Pow(target - centre, 2)) / (Dot(apart, told) + noise);
    }

    private static double[] Apart((int First, int Second) pair) =>
        [.. Enumerable.Range(0, Dimensions).Select(d => (double)Images.Matrix.Row(pair.First)[d] - Images.Matrix.Row(pair.Second)[d])];

    private static double[] Times(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
