using FsCheck.Fluent;
using Giqa.Models;
using Giqa.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Giqa.Tests.Models;

/// <summary>Laws that hold for any rows.</summary>
public class GaussianMixtureLawTests
{
    private const int Rows = 120;
    private const int Dimensions = 20;
    private const int Components = 3;

    [Fact]
    public void Fit_OfShuffledRows_GivesTheSameDensities() => Check(seed =>
    {
        var (rows, labels) = Random(seed);
        var order = new SeededRandom(seed + 1).Permutation(Rows);
        var shuffled = order.SelectMany(row => rows[(row * Dimensions)..((row + 1) * Dimensions)]).ToArray();

        var expected = Score(Fit(rows, labels), rows);
        var actual = Score(Fit(shuffled, order.Select(row => labels[row]).ToArray()), rows);

        return Close(expected, actual, 1e-9);
    });

    [Fact]
    public void Fit_WithAndWithoutPruning_GivesTheSameDensities() => Check(seed =>
    {
        var (rows, labels) = Random(seed);

        var expected = Score(GaussianMixture.Fit(rows, Rows, Options with { Prune = false }, labels), rows);
        var actual = Score(Fit(rows, labels), rows);

        return Close(expected, actual, 1e-10);
    });

    [Fact]
    public void Score_OfAnyRows_IsTheDefinitions() => Check(seed =>
    {
        var (rows, labels) = Random(seed);
        var mixture = Fit(rows, labels);

        return Close([.. Vectors(rows).Select(x => GaussianMixtureDefinition.LogDensity(x, Parts(mixture)))], Score(mixture, rows), 1e-9);
    });

    [Fact]
    public void Fit_OfThreeIterations_IsTheDefinitionsThreeTimes() => Check(seed =>
    {
        const double ridge = .01;
        var (rows, labels) = Random(seed);
        var vectors = Vectors(rows);
        var expected = GaussianMixtureDefinition.Maximize(
            vectors, [.. labels.Select(label => Enumerable.Range(0, Components).Select(k => k == label ? 1.0 : 0.0).ToArray())], ridge);
        for (var iteration = 0; iteration < 3; iteration++)
        {
            expected = GaussianMixtureDefinition.Maximize(vectors, GaussianMixtureDefinition.Expect(vectors, expected), ridge);
        }

        var options = Options with { Regularization = new Regularization { Absolute = ridge }, MaxIterations = 3 };
        var actual = Parts(GaussianMixture.Fit(rows, Rows, options, labels));

        return expected.Zip(actual).All(pair => Math.Abs(pair.First.Weight - pair.Second.Weight) < 1e-10
            && (pair.First.Mean - pair.Second.Mean).L2Norm() < 1e-8
            && (pair.First.Covariance - pair.Second.Covariance).FrobeniusNorm() < 1e-9 * pair.First.Covariance.FrobeniusNorm());
    });

    [Fact]
    public void Fit_OfShiftedAndScaledRows_ShiftsTheDensitiesByTheLogOfTheScale() => Check(seed =>
    {
        var (rows, labels) = Random(seed);
        var moved = Array.ConvertAll(rows, value => (4 * value) + 100);

        var expected = Array.ConvertAll(Score(Fit(rows, labels), rows), score => score - (Dimensions * Math.Log(4)));

        return Close(expected, Score(Fit(moved, labels), moved), 1e-7);
    });

    [Fact]
    public void Fit_LowerBound_NeverFalls() => Check(seed =>
    {
        var (rows, labels) = Random(seed);
        var options = Options with { Regularization = new Regularization { Absolute = 0 }, Tolerance = 0, MaxIterations = 15 };

        var trace = GaussianMixture.Fit(rows, Rows, options, labels).Training!.LowerBoundTrace;

        return trace.Zip(trace.Skip(1)).All(pair => pair.Second >= pair.First - 1e-9);
    });

    [Fact]
    public void ComputeResponsibilities_SumToOne() => Check(seed =>
    {
        var (rows, labels) = Random(seed);

        var responsibilities = Fit(rows, labels).ComputeResponsibilities(rows, Rows);

        return responsibilities.Chunk(Components).All(row => Math.Abs(row.Sum() - 1) < 1e-12 && row.All(value => value >= 0));
    });

    private static GaussianMixtureOptions Options { get; } =
        new() { Components = Components, Regularization = Regularization.Relative(0.01), MaxIterations = 6, Tolerance = 0 };

    private static void Check(Func<ulong, bool> law) =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed => law((ulong)seed)));

    private static Vector<double>[] Vectors(double[] rows) => [.. rows.Chunk(Dimensions).Select(row => Vector<double>.Build.Dense(row))];

    private static GaussianMixtureDefinition.Component[] Parts(GaussianMixture mixture)
    {
        var (weights, means, covariances) = (mixture.Weights.ToArray(), Vectors(mixture.Means.ToArray()), mixture.Covariances().Chunk(Dimensions * Dimensions).ToArray());
        return [.. weights.Select((weight, k) => new GaussianMixtureDefinition.Component(weight, means[k], Matrix<double>.Build.Dense(Dimensions, Dimensions, covariances[k])))];
    }

    private static GaussianMixture Fit(double[] rows, int[] labels) => GaussianMixture.Fit(rows, Rows, Options, labels);

    private static double[] Score(GaussianMixture mixture, double[] rows) => GaussianMixtureTests.Score(mixture, rows, threads: 1);

    private static bool Close(double[] expected, double[] actual, double tolerance) =>
        expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(1, Math.Abs(pair.First)));

    /// <summary>Overlapping, correlated rows with labels at random.</summary>
    private static (double[] Rows, int[] Labels) Random(ulong seed)
    {
        var random = new SeededRandom(seed);
        var rows = new double[Rows * Dimensions];
        var labels = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            labels[row] = random.NextInt(Components);
            var common = random.NextGaussian();
            for (var i = 0; i < Dimensions; i++)
            {
                rows[(row * Dimensions) + i] = common + (random.NextGaussian() * (1 + i)) + (labels[row] * i % 5);
            }
        }

        return (rows, labels);
    }
}
