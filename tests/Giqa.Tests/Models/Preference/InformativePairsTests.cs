using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

public sealed class InformativePairsTests
{
    private static readonly FeatureSet Images = Judges.Images(80, 1);
    private static readonly (PrincipalComponents Components, PreferencePosterior Posterior) Fit = PreferenceFit.Run(Images.Matrix, Judges.Pairs(Images, 25, 2), 1, default);

    // The other way round: the covariance of the weights of all features, the prior's where no judged image reaches.
    [Fact]
    public void GainOf_IsThatOfTheDifferenceUnderTheCovarianceOfAllFeatures()
    {
        var (components, posterior) = Fit;
        Assert.True(components.Count < Judges.Dimensions + 1);
        var pairs = new InformativePairs(Images.Matrix, components, posterior);
        var random = new SeededRandom(5);
        for (var i = 0; i < 50; i++)
        {
            var pair = random.Choose(Images.Matrix.Rows, 2);
            double[] apart = [.. Enumerable.Range(0, Judges.Dimensions).Select(d => (double)Images.Matrix.Row(pair[0])[d] - Images.Matrix.Row(pair[1])[d])];
            double[] along = [.. Enumerable.Range(0, components.Count).Select(k => Enumerable.Range(0, Judges.Dimensions).Sum(d => components.Components[(k * Judges.Dimensions) + d] * apart[d]))];
            var mean = Enumerable.Range(0, components.Count).Sum(k => along[k] * posterior.Weights[k]);
            var variance = Enumerable.Range(0, components.Count).Sum(column => Math.Pow(Enumerable.Range(0, column + 1).Sum(row => along[row] * posterior.Spread[(row * components.Count) + column]), 2));
            variance += Math.Pow(posterior.PriorDeviation, 2) * Math.Max(0, apart.Sum(value => value * value) - along.Sum(value => value * value));
            Assert.Equal(InformationGain.Of(mean, Math.Sqrt(variance), posterior.LogTie), pairs.GainOf(pair[0], pair[1]), 1e-5);
            Assert.InRange(pairs.SureOrder(pair[0], pair[1]), .5, 1);
        }
    }

    [Fact]
    public void Choose_TakesTheLargestGains_EachImageOnceBeforeAnyTwice()
    {
        var pairs = new InformativePairs(Images.Matrix, Fit.Components, Fit.Posterior);
        (int First, int Second)[] candidates = [.. Enumerable.Range(0, 40).Select(i => (2 * i, (2 * i) + 1)), .. Enumerable.Range(0, 30).Select(i => (i, i + 41))];
        var chosen = pairs.Choose(candidates, 60);
        Assert.Equal(60, chosen.Distinct().Count());
        Assert.Equal(candidates.Max(pair => pairs.GainOf(pair.First, pair.Second)), pairs.GainOf(candidates[chosen[0]].First, candidates[chosen[0]].Second));
        var shown = new HashSet<int>();
        var once = chosen.TakeWhile(i => shown.Add(candidates[i].First) && shown.Add(candidates[i].Second)).ToArray();
        Assert.True(once.Length > 20, $"{once.Length}");
        Assert.Equal(once.OrderByDescending(i => pairs.GainOf(candidates[i].First, candidates[i].Second)), once);
        Assert.Equal(candidates.Length, pairs.Choose(candidates, 1000).Count);
    }
}
