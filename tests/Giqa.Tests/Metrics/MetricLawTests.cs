using FsCheck.Fluent;
using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

/// <summary>Laws that hold for any two sets, those with fewer images than dimensions among them.</summary>
public sealed class MetricLawTests
{
    private const int Dimensions = 16;

    [Fact]
    public void Frechet_OfASetAgainstItself_IsZero() => Check((real, _, _) => Frechet(real, real) <= 1e-9 * Trace(real));

    [Fact]
    public void Frechet_OfAnySets_IsTheDefinitions() => Check((real, fake, _) =>
        Close(FrechetDistanceDefinition.Compute(Doubles(real), Doubles(fake)), Frechet(real, fake), 1e-6));

    [Fact]
    public void Kernel_OfAnySets_IsTheDefinitions() => Check((real, fake, _) =>
    {
        var count = Math.Min(real.Rows, fake.Rows);
        var (first, second) = (MetricFixtures.Head(real, count), MetricFixtures.Head(fake, count));
        return Close(KidDefinition.Compute(first, second), Kernel(first, second));
    });

    [Fact]
    public void Overlap_OfAnySets_IsTheDefinitions() => Check((real, fake, _) =>
    {
        var (expected, actual) = (PrdcDefinition.Compute(real, fake, new PrdcOptions()), Overlap(real, fake));
        return (expected.Precision, expected.Recall, expected.Coverage) == (actual.Precision, actual.Recall, actual.Coverage)
            && Close(expected.Density, actual.Density, 1e-14)
            && expected.BallCounts.SequenceEqual(actual.BallCounts);
    });

    [Fact]
    public void Frechet_OfSwappedSets_IsTheSame() => Check((real, fake, _) => Close(Frechet(real, fake), Frechet(fake, real)));

    [Fact]
    public void Frechet_OfShuffledSets_IsTheSame() => Check((real, fake, random) =>
        Close(Frechet(real, fake), Frechet(Shuffle(real, random), Shuffle(fake, random))));

    [Fact]
    public void Frechet_OfScaledSets_GrowsByTheSquare() => Check((real, fake, _) => Close(16 * Frechet(real, fake), Frechet(Scale(real, 4), Scale(fake, 4))));

    [Fact]
    public void Frechet_OfRisingNoise_Rises() => Check((real, _, random) =>
    {
        var noise = Draw(random, real.Rows, 1, 0);
        return Rises(new[] { .25f, .5f, 1f, 2f, 4f }.Select(strength => Frechet(real, Add(real, noise, strength))));
    });

    // Of few images an unbiased distance is mostly chance, so this law needs many.
    [Fact]
    public void Kernel_OfRisingNoise_Rises() => Check((_, _, random) =>
    {
        var (real, noise) = (Draw(random, 600, 1, 0), Draw(random, 600, 1, 0));
        return Rises(new[] { 1f, 2f, 4f }.Select(strength => Kernel(real, Add(real, noise, strength))));
    });

    [Fact]
    public void Kernel_OfSwappedAndShuffledSets_IsTheSame() => Check((real, fake, random) =>
    {
        var count = Math.Min(real.Rows, fake.Rows);
        var (first, second) = (MetricFixtures.Head(real, count), MetricFixtures.Head(fake, count));
        var expected = Kernel(first, second);
        return Close(expected, Kernel(second, first), 1e-6) && Close(expected, Kernel(Shuffle(first, random), Shuffle(second, random)), 1e-6);
    });

    [Fact]
    public void Overlap_OfSwappedSets_SwapsPrecisionAndRecall() => Check((real, fake, random) =>
    {
        var (there, back) = (Overlap(real, fake), Overlap(Shuffle(fake, random), Shuffle(real, random)));
        return there.Precision == back.Recall && there.Recall == back.Precision;
    });

    [Fact]
    public void Overlap_OfShuffledSets_IsTheSame() => Check((real, fake, random) =>
    {
        var (expected, actual) = (Overlap(real, fake), Overlap(Shuffle(real, random), Shuffle(fake, random)));
        return (expected.Precision, expected.Recall, expected.Density, expected.Coverage) == (actual.Precision, actual.Recall, actual.Density, actual.Coverage);
    });

    [Fact]
    public void ImageMeasures_OfAnyBatch_AreThoseOfTheWhole() => Check((real, fake, random) =>
    {
        int[] rows = [.. Enumerable.Range(0, fake.Rows).Where(_ => random.NextInt(2) == 0).Append(0)];
        var whole = ImageMeasures.Compute(real, fake);
        return ImageMeasures.Compute(real, fake.SelectRows(rows)).SequenceEqual(rows.Select(row => whole[row]));
    });

    private static void Check(Func<FeatureMatrix, FeatureMatrix, SeededRandom, bool> law) => FsCheck.Check.One(
        FsCheck.Config.QuickThrowOnFailure.WithMaxTest(25),
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new SeededRandom((ulong)seed);
            var real = Draw(random, 8 + random.NextInt(60), 1, 0);
            return law(real, Draw(random, 8 + random.NextInt(60), .5 + random.NextDouble(), random.NextDouble()), random);
        }));

    private static double Frechet(FeatureMatrix first, FeatureMatrix second) => FrechetDistance.Compute(first, second).Distance;

    private static double Kernel(FeatureMatrix first, FeatureMatrix second) => Kid.Compute(
        first, second, new KidOptions { Subsets = 1, SubsetSize = Math.Min(first.Rows, second.Rows), DoublePrecision = true }).Mean;

    private static PrdcResult Overlap(FeatureMatrix real, FeatureMatrix fake) => Prdc.Compute(real, fake, new PrdcOptions());

    private static MathNet.Numerics.LinearAlgebra.Matrix<double> Doubles(FeatureMatrix set) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(set.Rows, set.Columns, (i, j) => set.Row(i)[j]);

    private static double Trace(FeatureMatrix set) => FeatureStatistics.Compute(set).Trace;

    private static bool Close(double expected, double actual, double tolerance = 1e-9) => Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static bool Rises(IEnumerable<double> values)
    {
        var list = values.ToList();
        return list.Zip(list.Skip(1)).All(pair => pair.Second > pair.First);
    }

    private static FeatureMatrix Draw(SeededRandom random, int rows, double spread, double shift)
    {
        var values = new float[rows * Dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextGaussian() * spread) + shift);
        }

        return new FeatureMatrix(rows, Dimensions, values);
    }

    private static FeatureMatrix Shuffle(FeatureMatrix set, SeededRandom random) => set.SelectRows(random.Permutation(set.Rows));

    private static FeatureMatrix Scale(FeatureMatrix set, float factor) => new(set.Rows, set.Columns, Array.ConvertAll(set.Values, value => value * factor));

    private static FeatureMatrix Add(FeatureMatrix set, FeatureMatrix noise, float strength) =>
        new(set.Rows, set.Columns, [.. set.Values.Zip(noise.Values, (value, other) => value + (strength * other))]);
}
