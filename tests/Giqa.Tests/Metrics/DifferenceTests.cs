using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

/// <summary>Tests of the difference of two generated sets: their parts by hand, then as a whole on equal generators.</summary>
public sealed class DifferenceTests
{
    private static readonly ComparisonMetrics Cheap = ComparisonMetrics.FromFeatures & ~ComparisonMetrics.DiversityScore;

    [Theory]
    [InlineData(9, 2.2621571628)]
    [InlineData(1, 12.7062047362)]
    [InlineData(1e9, 1.9599639845)]
    public void Reach95_OfTables_IsStudents(double degrees, double expected) => Assert.Equal(expected, StudentT.Reach95(degrees), 6);

    [Fact]
    public void Relabellings_OfTinySets_AreAllThereAre()
    {
        var labels = RowSubsets.Relabellings(4, 4, 999, seed: 1);

        Assert.Equal(70, labels.Count);
        Assert.Equal([0, 1, 2, 3], labels.Members(0));
        Assert.Equal(70, Enumerable.Range(0, 70).Select(i => string.Join(' ', labels.Members(i))).Distinct().Count());
        Assert.All(Enumerable.Range(0, 70), i => Assert.Equal(4, labels.Members(i).Count()));
    }

    [Fact]
    public void OfMeans_OfTheMostExtremeLabels_IsTwoOfAll()
    {
        var labels = RowSubsets.Relabellings(4, 4, 999, seed: 1);

        Assert.Equal(2.0 / 70, RelabellingTest.OfMeans([5, 6, 7, 9, 1, 2, 3, 4], labels, 1, default).Chance, 12);
        Assert.Equal(1.0, RelabellingTest.OfMeans([1, 1, 1, 1, 1, 1, 1, 1], labels, 1, default).Chance, 12);
    }

    [Fact]
    public void OfMeans_OfOneMeanAndUnequalSpreads_HoldsItsLevel()
    {
        // A plain difference of means rejects 30 % here.
        var random = new SeededRandom(3);
        var rejected = Enumerable.Range(0, 300).Count(_ =>
        {
            double[] values = [.. Enumerable.Range(0, 330).Select(i => (i < 30 ? 3.0 : 1.0) * random.NextGaussian())];
            return RelabellingTest.OfMeans(values, RowSubsets.Relabellings(30, 300, 199, random.NextBits()), 1, default).Chance <= 0.05;
        });

        Assert.InRange(rejected, 3, 27);
    }

    [Fact]
    public void SubsetOverlap_OfEverySubset_IsThatOfTheSubsetAlone()
    {
        var (real, pool) = (Draw(90, 0.0, 1), Draw(160, 0.3, 2));
        var options = new PrdcOptions();
        var subsets = RowSubsets.Relabellings(70, 90, 99, seed: 5).WithComplements();

        var (recall, coverage) = SubsetOverlap.Compute(RealManifold.Create(real, options, default), pool, subsets, 70, options, default);

        foreach (var subset in (int[])[0, 17, 99, 100, 199])
        {
            var alone = Prdc.Compute(real, pool.SelectRows([.. subsets.Members(subset)]), options);
            Assert.Equal((alone.Recall, alone.Coverage), (recall[subset], coverage[subset]));
        }
    }

    [Fact]
    public void KernelPairTest_OfTwoSets_IsTheDifferenceOfTheirWholeKids()
    {
        var (real, first, second) = (Draw(80, 0.0, 1), Draw(60, 0.3, 2), Draw(70, 0.9, 3));
        double Whole(FeatureMatrix set)
        {
            double Mean(FeatureMatrix a, FeatureMatrix b)
            {
                var sum = 0.0;
                for (var i = 0; i < a.Rows; i++)
                {
                    for (var j = 0; j < b.Rows; j++)
                    {
                        sum += a == b && i == j ? 0.0 : Math.Pow((System.Numerics.Tensors.TensorPrimitives.Dot(a.Row(i), b.Row(j)) / a.Columns) + 1, 3);
                    }
                }

                return sum / (a == b ? a.Rows * (a.Rows - 1.0) : a.Rows * (double)b.Rows);
            }

            return Mean(set, set) - (2 * Mean(set, real));
        }

        var (difference, error, pooled) = KidPairTest.Compare(new KidPairTest(real, first, 1, default), new KidPairTest(real, second, 1, default), 1, default);

        Assert.Equal(Whole(first) - Whole(second), difference, 1e-4 * Math.Abs(difference));
        Assert.True(error > 0.0);
        Assert.Equal(130, pooled.Length);
    }

    [Fact]
    public void Run_OnEqualGenerators_SeldomFindsADifference()
    {
        // Holding models and balls, as bootstraps of single images do, this rejects coverage in a fifth and DS in half of the draws.
        var found = new Dictionary<string, (int Beyond, int Held, int Count)>(StringComparer.Ordinal);
        const int Draws = 60;
        for (var draw = 0; draw < Draws; draw++)
        {
            foreach (var test in Run(125, 125, 125, draw, draw < 12 ? ComparisonMetrics.FromFeatures : Cheap))
            {
                var (beyond, held, count) = found.GetValueOrDefault(test.Metric);
                found[test.Metric] = (beyond + (test.PValue <= 0.05 ? 1 : 0), held + (test.Low <= 0 && test.High >= 0 ? 1 : 0), count + 1);
            }
        }

        Assert.Equal(8, found.Count);
        Assert.All(found, metric =>
        {
            Assert.True(metric.Value.Beyond <= 0.05 * metric.Value.Count + (2.6 * Math.Sqrt(0.0475 * metric.Value.Count)), metric.ToString());
            Assert.True(metric.Value.Held >= 0.95 * metric.Value.Count - (3 * Math.Sqrt(0.0475 * metric.Value.Count)), metric.ToString());

            // FID's and KID's statistic is the difference to first order, DS has no relabelling; of the others p and interval say the same.
            Assert.True(metric.Key is "fid" or "kid" or "ds" || metric.Value.Beyond + metric.Value.Held == metric.Value.Count, metric.ToString());
        });
    }

    [Fact]
    public void Run_OnUnequalNumbersOfImages_DoesNotTakeThemForQuality()
    {
        var tests = Enumerable.Range(0, 30).SelectMany(draw => Run(100, 300, 200, draw, Cheap)).ToLookup(test => test.Metric);

        Assert.All(tests["coverage"], test => Assert.Equal((null, true), (test.Low, test.Note!.Contains("100 and 300", StringComparison.Ordinal))));
        Assert.True(tests["coverage"].Average(test => test.Difference) < -0.05);
        Assert.All(tests, metric => Assert.InRange(metric.Count(test => test.PValue <= 0.05), 0, 5));
    }

    [Fact]
    public void Run_OnDifferentGenerators_ReachesAsFarToEitherSideForTheDrawOfTheReals()
    {
        foreach (var test in Run(200, 200, 200, 1, Cheap, noise: 1.2).Where(test => test.Metric is "qs" or "precision" or "density"))
        {
            Assert.True(test.PValue <= 0.05 && test.Low > 0, test.ToString());
            Assert.True(test.Difference - test.Low!.Value >= Math.Min(0.95 * (test.High!.Value - test.Difference), 0.99 * test.Difference) - 1e-12, test.ToString());
        }
    }

    [Fact]
    public void Run_OnDifferentGenerators_FindsTheDifference()
    {
        var tests = Run(200, 200, 200, 1, ComparisonMetrics.FromFeatures, noise: 1.2).ToDictionary(test => test.Metric);

        Assert.All((string[])["qs", "precision", "density", "coverage", "kid", "fid"], metric => Assert.True(tests[metric].PValue <= 0.05, tests[metric].ToString()));
        Assert.True(tests["qs"].FirstIsHigher && !tests["fid"].FirstIsHigher);
    }

    [Fact]
    public void Run_OnDifferentGenerators_HoldsTheTrueDifference()
    {
        // Of their draw's reals alone, intervals would hold it in far fewer.
        const int Draws = 60;
        var tests = Enumerable.Range(0, Draws).SelectMany(draw => Run(240, 240, 60, draw, Cheap, noise: 0.9)).ToLookup(test => test.Metric);

        foreach (var metric in (string[])["qs", "precision", "density"])
        {
            var truth = tests[metric].Average(test => test.Difference);
            var held = tests[metric].Count(test => test.Low <= truth && test.High >= truth);
            Assert.True(held >= 52, $"{metric}: {held} of {Draws}");
            Assert.All(tests[metric], test => Assert.Equal(test.PValue <= 0.05, test.Low > 0 || test.High < 0));
        }
    }

    [Fact]
    public void Run_OnFewReals_TellsNoIntervalOfWhatTheyDecide()
    {
        var tests = Run(60, 60, 15, 1, Cheap, noise: 2.0).ToDictionary(test => test.Metric);

        Assert.All((string[])["qs", "precision", "density"], metric => Assert.Equal((null, true), (tests[metric].Low, tests[metric].Note!.Contains("20 real images", StringComparison.Ordinal))));
        Assert.All((string[])["qs", "precision", "density"], metric => Assert.NotNull(tests[metric].PValue));
    }

    [Fact]
    public void Run_WithMoreNeighboursThanAHalfHolds_TellsNoInterval()
    {
        ComparisonInput[] sets = [new("a", SetOf(Draw(60, 0.3, 1))), new("b", SetOf(Draw(60, 2.0, 2)))];
        var options = new ComparisonOptions { Metrics = ComparisonMetrics.PrecisionRecall, Manifold = new PrdcOptions { PrecisionNeighbours = 15 } };

        var precision = Comparison.Run(SetOf(Draw(30, 0, 3)), sets, options).Tests.Single(test => test.Metric == "precision");

        Assert.Equal((null, true), (precision.Low, precision.Note!.Contains("32 real images", StringComparison.Ordinal)));
    }

    [Fact]
    public void PartBalls_OfEveryHalf_AreThoseOfTheHalfAlone()
    {
        var (real, generated) = (Draw(90, 0.0, 1), Draw(70, 0.3, 2));
        var options = new PrdcOptions();
        var halves = RowSubsets.Random(90, 45, 12, seed: 5);

        var (precision, density) = new PartBalls(new DistanceTiles(real), real, halves, options, default).Overlap(generated);

        foreach (var half in Enumerable.Range(0, halves.Count))
        {
            var alone = Prdc.Compute(real.SelectRows([.. halves.Members(half)]), generated, options);
            Assert.Equal((alone.Precision, alone.Density), (precision[half], density[half]));
        }
    }

    [Fact]
    public void Run_WithAShareThatPartsCannotHoldOut_CalibratesThemByFolds()
    {
        ComparisonInput[] sets = [new("a", SetOf(Draw(120, 0.3, 1))), new("b", SetOf(Draw(120, 1.2, 2)))];
        var options = new ComparisonOptions { Metrics = ComparisonMetrics.QualityScore | ComparisonMetrics.DiversityScore, Fit = new Giqa.Models.FitOptions { HoldOut = .1 } };

        var report = Comparison.Run(SetOf(Draw(120, 0, 3)), sets, options);

        Assert.All(report.Results, result => Assert.NotNull(result.Figures.Ds));
        Assert.All(report.Tests, test => Assert.NotNull(test.Low));
    }

    [Fact]
    public void Run_OnOneImageEach_TellsNothing()
    {
        var report = Comparison.Run(SetOf(Draw(200, 0, 1)), [new ComparisonInput("a", SetOf(Draw(1, 0, 2))), new ComparisonInput("b", SetOf(Draw(1, 0, 3)))], new ComparisonOptions { Metrics = ComparisonMetrics.QualityScore });

        Assert.All(report.Tests, test => Assert.Equal((null, null, null), (test.PValue, test.Low, test.High)));
        Assert.Null(report.Results[0].Errors.Qs);
        Assert.Equal("Too few images to tell", ComparisonVerdict.Of(report).Headline);
    }

    [Fact]
    public void Models_OnSomeReals_TellTheSpreadOverAll()
    {
        // A part's model moves all reals by a normal number of deviation .02, and each by one of deviation .1: a third of the variance of the mean over 50.
        const int Reals = 2000, Drawn = 50, Draws = 200;
        var (random, all, some) = (new SeededRandom(4), 0.0, 0.0);
        var sample = SetOf(Draw(200, 0, 1));
        for (var draw = 0; draw < Draws; draw++)
        {
            double[][] qualities = [.. Enumerable.Range(0, HalfSampling.OfModels).Select(_ =>
            {
                var common = 0.02 * random.NextGaussian();
                return Enumerable.Range(0, Reals).Select(_ => common + (0.1 * random.NextGaussian())).ToArray();
            })];
            all += Spread(qualities);
            some += Spread(Array.ConvertAll(qualities, part => part[..Drawn]));
        }

        Assert.InRange(all / Draws, 3.6e-4, 4.4e-4);
        Assert.InRange(some / all, 0.85, 1.2);

        double Spread(double[][] qualities)
        {
            var part = 0;
            return HalfSampling.Models(sample, Reals, int.MaxValue, _ => (qualities[part++], int.MaxValue), seed: 1).Variance;
        }
    }

    [Fact]
    public void Run_OnMoreDimensionsThanImages_StillTestsFid()
    {
        var beyond = 0;
        for (var draw = 0; draw < 30; draw++)
        {
            var seed = (ulong)(10 * draw) + 1;
            ComparisonInput[] sets = [new("a", SetOf(Draw(30, 0.3, seed, 64))), new("b", SetOf(Draw(30, 0.3, seed + 1, 64)))];
            var test = Assert.Single(Comparison.Run(SetOf(Draw(40, 0, seed + 2, 64)), sets, new ComparisonOptions { Metrics = ComparisonMetrics.Frechet, Replicates = 199 }).Tests);
            beyond += test.PValue <= 0.05 ? 1 : 0;
            Assert.Null(test.Low);
        }

        Assert.InRange(beyond, 0, 5);
    }

    private static IReadOnlyList<PairedTest> Run(int first, int second, int real, int draw, ComparisonMetrics metrics, double noise = 0.3)
    {
        var seed = (ulong)(1000 * draw) + 17;
        ComparisonInput[] sets = [new("a", SetOf(Draw(first, 0.3, seed))), new("b", SetOf(Draw(second, noise, seed + 1)))];
        var options = new ComparisonOptions { Metrics = metrics, Seed = ~seed, Replicates = 199, Extrapolate = false, Kernel = new KidOptions { Subsets = 2 } };
        return Comparison.Run(SetOf(Draw(real, 0, seed + 2)), sets, options).Tests;
    }

    private static FeatureSet SetOf(FeatureMatrix features) => new(features, [.. Enumerable.Range(0, features.Rows).Select(i => new FeatureItem($"{i}"))], null, null);

    private static FeatureMatrix Draw(int rows, double noise, ulong seed, int columns = 12)
    {
        var random = new SeededRandom(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(((1 + (i % columns % 3)) * random.NextGaussian()) + (noise * 3 * random.NextGaussian()));
        }

        return new FeatureMatrix(rows, columns, values);
    }
}
