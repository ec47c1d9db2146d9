using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

public sealed class PairFitTests
{
    private const int Dimensions = 12;

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(3.5, -1)]
    [InlineData(-800, .5)]
    [InlineData(2, 40)]
    public void Davidson_Probabilities_AreTheFormulasAndSumToOne(double difference, double logTie)
    {
        var choice = Davidson.At(difference, logTie);
        Assert.Equal(1, choice.First + choice.Second + choice.Tie, 1e-12);
        if (Math.Abs(difference) < 100 && logTie < 10)
        {
            var (first, second, tie) = (Math.Exp(difference), 1.0, Math.Exp(logTie));
            var sum = first + second + (tie * Math.Sqrt(first * second));
            Assert.Equal(first / sum, choice.First, 1e-12);
            Assert.Equal(second / sum, choice.Second, 1e-12);
        }

        Assert.Equal(difference <= -800 ? difference : Math.Log(choice.First), Davidson.LogProbability(PreferenceOutcome.First, difference, logTie), difference <= -800 ? 1 : 1e-9);
    }

    [Theory]
    [InlineData(.7, -.4)]
    [InlineData(-2.1, -1.2)]
    public void Davidson_SlopeAndCurvature_AreTheDerivativesOfTheLogProbability(double difference, double logTie)
    {
        const double step = 1e-4;
        foreach (var (outcome, value) in new[] { (PreferenceOutcome.First, 1), (PreferenceOutcome.Second, -1), (PreferenceOutcome.Tie, 0) })
        {
            var (before, here, after) = (Log(difference - step), Log(difference), Log(difference + step));
            var choice = Davidson.At(difference, logTie);
            Assert.Equal((after - before) / (2 * step), (value - choice.Mean) / 2, 1e-7);
            Assert.Equal(-(after - (2 * here) + before) / (step * step), choice.Curvature, 1e-6);
            double Log(double at) => Davidson.LogProbability(outcome, at, logTie);
        }
    }

    [Fact]
    public void Fit_IsTheMaximum_OfWhatNothingNearbyExceeds()
    {
        var (rows, _, comparisons) = Judge(seed: 3, images: 80, judgements: 200, leaning: .4, logTie: -1);
        var posterior = PairFit.Fit(rows, Dimensions, comparisons, variance: 2);
        var best = Objective(posterior.Weights, posterior.Leanings, posterior.LogTie);
        var random = new SeededRandom(1);
        for (var i = 0; i < 200; i++)
        {
            double[] weights = [.. posterior.Weights.Select(weight => weight + (.02 * random.NextGaussian()))];
            double[] leanings = [.. posterior.Leanings.Select(leaning => leaning + (.02 * random.NextGaussian()))];
            Assert.True(Objective(weights, leanings, posterior.LogTie + (.02 * random.NextGaussian())) < best);
        }

        double Objective(double[] weights, double[] leanings, double logTie)
        {
            var variance = posterior.PriorDeviation * posterior.PriorDeviation;
            var sum = -.5 * ((weights.Sum(weight => weight * weight) / variance) + (leanings.Sum(leaning => leaning * leaning) / .25) + ((logTie + 1.2) * (logTie + 1.2)));
            foreach (var comparison in comparisons)
            {
                var difference = leanings[comparison.Observer];
                for (var i = 0; i < Dimensions; i++)
                {
                    difference += weights[i] * (rows[(comparison.First * Dimensions) + i] - rows[(comparison.Second * Dimensions) + i]);
                }

                sum += Davidson.LogProbability(comparison.Outcome, difference, logTie);
            }

            return sum;
        }
    }

    [Fact]
    public void Fit_ManyJudgements_FindsWeightsLeaningAndTies()
    {
        var (rows, weights, comparisons) = Judge(seed: 5, images: 400, judgements: 20_000, leaning: .5, logTie: -.7);
        var posterior = PairFit.Fit(rows, Dimensions, comparisons);
        Assert.All(weights.Zip(posterior.Weights), pair => Assert.Equal(pair.First, pair.Second, .25));
        Assert.Equal(.5, posterior.Leanings[0], .1);
        Assert.Equal(-.7, posterior.LogTie, .1);
    }

    // More judgements than dimensions and fewer: the same posterior by either way.
    [Theory]
    [InlineData(8)]
    [InlineData(60)]
    public void FewPairFit_IsPairFit(int judgements)
    {
        var (rows, _, comparisons) = Judge(seed: 21, images: 50, judgements, leaning: .4, logTie: -1);
        comparisons = [.. comparisons.Select((comparison, i) => comparison with { Observer = i % 2 })];
        var expected = PairFit.Fit(rows, Dimensions, comparisons, variance: 2);
        using var few = new FewPairFit(rows, Dimensions, comparisons, default);
        foreach (var actual in (PreferencePosterior[])[few.Fit(2, null), few.Fit(2, few.Fit(.1, null))])
        {
            Assert.All(expected.Weights.Zip(actual.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            Assert.All(expected.Leanings.Zip(actual.Leanings), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            Assert.Equal(expected.LogTie, actual.LogTie, 1e-4);
            Assert.Equal(expected.LogEvidence, actual.LogEvidence, 1e-3);
            var spread = new PosteriorMixture([actual]).Spread();
            var same = new PreferencePosterior { Weights = actual.Weights, Spread = spread, PriorDeviation = 1, LogEvidence = 0 };
            for (var image = 0; image < 10; image++)
            {
                var row = rows.AsSpan(image * Dimensions, Dimensions);
                Assert.Equal(expected.Deviation(row), same.Deviation(row), 1e-5);
            }
        }
    }

    [Fact]
    public void EvidenceSearch_FindsThePeakFromAnywhere_AndStopsWhereNothingCounts()
    {
        for (var start = 0; start < 30; start++)
        {
            var asked = new List<int>();
            var found = EvidenceSearch.Run(30, start, (i, _) =>
            {
                asked.Add(i);
                return new PreferencePosterior { Weights = [i], PriorDeviation = 1, LogEvidence = -(i - 12) * (i - 12) };
            });
            double[] places = [.. found.Select(fit => fit.Weights[0])];
            Assert.Equal(places.Order(), places);
            Assert.All(Enumerable.Range(10, 5), i => Assert.Contains(i, places));
            Assert.Equal(asked.Count, places.Length);
            Assert.True(asked.Count <= Math.Abs(start - 12) + 10, $"{start}: {asked.Count}");
        }
    }

    // Over 40 drawn labellings the 95 % interval of an unseen image's utility, against the mean of all, holds the truth as often as it says.
    [Fact]
    public void Deviation_HoldsTheTruthAsOftenAsItSays()
    {
        var (held, all) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var (rows, weights, comparisons) = Judge((ulong)(100 + seed), images: 120, judgements: 150, leaning: 0, logTie: -1.5);
            var posterior = PairFit.Fit(rows, Dimensions, comparisons);
            var random = new SeededRandom((ulong)seed);
            for (var i = 0; i < 25; i++)
            {
                double[] row = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextGaussian() / Math.Sqrt(Dimensions))];
                var error = Math.Abs(row.Zip(weights, (x, weight) => x * weight).Sum() - posterior.Utility(row));
                held += error <= 1.96 * posterior.Deviation(row) ? 1 : 0;
                all++;
            }
        }

        Assert.InRange(held / (double)all, .90, .97);
    }

    [Fact]
    public void Fit_NothingButTiesOrOneJudgement_StaysFinite()
    {
        var (rows, _, _) = Judge(seed: 1, images: 4, judgements: 1, leaning: 0, logTie: 0);
        PreferenceComparison[] one = [new(0, 1, PreferenceOutcome.First, 0)];
        var posterior = PairFit.Fit(rows, Dimensions, one);
        Assert.True(posterior.Utility(rows.AsSpan(0, Dimensions)) > posterior.Utility(rows.AsSpan(Dimensions, Dimensions)));
        PreferenceComparison[] ties = [.. Enumerable.Range(0, 30).Select(i => new PreferenceComparison(i % 3, (i % 3) + 1, PreferenceOutcome.Tie, 0))];
        posterior = PairFit.Fit(rows, Dimensions, ties);
        Assert.All(posterior.Weights, weight => Assert.Equal(0, weight, 1e-6));
        Assert.True(double.IsFinite(posterior.LogEvidence));
    }

    [Fact]
    public void ExpectedCurvature_IsThatOfSampling()
    {
        var random = new SeededRandom(11);
        foreach (var (mean, deviation, logTie) in new[] { (0.0, 1.0, -1.0), (1.5, 2.0, -.5), (4.0, .3, double.NegativeInfinity) })
        {
            const int draws = 200_000;
            var sampled = Enumerable.Range(0, draws).Average(_ => Davidson.At(mean + (deviation * random.NextGaussian()), logTie).Curvature);
            Assert.Equal(sampled, ExpectedCurvature.Of(mean, deviation, logTie), .001);
        }
    }

    /// <summary>Images with random features, a drawn utility, and one observer's judgements of random pairs by Davidson's model.</summary>
    private static (double[] Rows, double[] Weights, PreferenceComparison[] Comparisons) Judge(ulong seed, int images, int judgements, double leaning, double logTie)
    {
        var random = new SeededRandom(seed);
        double[] rows = [.. Enumerable.Range(0, images * Dimensions).Select(_ => random.NextGaussian() / Math.Sqrt(Dimensions))];
        double[] weights = [.. Enumerable.Range(0, Dimensions).Select(_ => 2 * random.NextGaussian())];
        var comparisons = new PreferenceComparison[judgements];
        for (var i = 0; i < judgements; i++)
        {
            var pair = random.Choose(images, 2);
            var difference = leaning;
            for (var j = 0; j < Dimensions; j++)
            {
                difference += weights[j] * (rows[(pair[0] * Dimensions) + j] - rows[(pair[1] * Dimensions) + j]);
            }

            var (choice, draw) = (Davidson.At(difference, logTie), random.NextDouble());
            var outcome = draw < choice.First ? PreferenceOutcome.First : draw < choice.First + choice.Second ? PreferenceOutcome.Second : PreferenceOutcome.Tie;
            comparisons[i] = new PreferenceComparison(pair[0], pair[1], outcome, 0);
        }

        return (rows, weights, comparisons);
    }
}
