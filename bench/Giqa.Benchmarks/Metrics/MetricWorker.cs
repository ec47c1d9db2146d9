using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Benchmarks.Metrics;

/// <summary>Our side of the metrics benchmark.</summary>
internal static class MetricWorker
{
    /// <param name="args">The folder with the features.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        await WorkerLoop.RunAsync(task => Prepare(args[0], task.Split(' ')));
        return 0;
    }

    private static Func<int, string> Prepare(string folder, string[] task) => task[0] switch
    {
        "moments" => Moments(Load(folder, "real"), Load(folder, "fake")),
        "frechet" => Frechet(FeatureStatistics.Compute(Load(folder, "real")), FeatureStatistics.Compute(Load(folder, "fake"))),
        "few" => Few(Load(folder, "real", Rows(task)), Load(folder, "fake", Rows(task))),
        "kid" => Kernel(Load(folder, "real"), Load(folder, "fake")),
        "prdc" => Manifold(Load(folder, "real", Rows(task)), Load(folder, "fake", Rows(task))),
        "is" => Inception(Load(folder, "logits")),
        _ => throw new ArgumentException($"there is no task {task[0]}", nameof(task)),
    };

    private static int Rows(string[] task) => int.Parse(task[1], CultureInfo.InvariantCulture);

    private static FeatureMatrix Load(string folder, string name, int? rows = null)
    {
        var matrix = FeatureSet.FromNpy(Path.Combine(folder, $"{name}.npy")).Matrix;
        return rows is { } count && count < matrix.Rows ? new FeatureMatrix(count, matrix.Columns, matrix.Values[..(count * matrix.Columns)]) : matrix;
    }

    private static Func<int, string> Moments(FeatureMatrix real, FeatureMatrix fake) =>
        _ => Text(FeatureStatistics.Compute(real).Trace + FeatureStatistics.Compute(fake).Trace, "G8");

    private static Func<int, string> Frechet(FeatureStatistics real, FeatureStatistics fake) =>
        _ => Text(FrechetDistance.Compute(real, fake).Distance, "G5");

    private static Func<int, string> Few(FeatureMatrix real, FeatureMatrix fake) =>
        _ => Text(FrechetDistance.Compute(real, fake).Distance, "G5");

    private static Func<int, string> Kernel(FeatureMatrix real, FeatureMatrix fake)
    {
        var options = new KidOptions { Seed = 2020, Convention = RandomConvention.NumpyLegacy };
        return _ => Text(Kid.Compute(real, fake, options).Mean, "G3");
    }

    private static Func<int, string> Manifold(FeatureMatrix real, FeatureMatrix fake)
    {
        var options = new PrdcOptions { PrecisionNeighbours = 5, PrecisionInclusive = false };
        return _ =>
        {
            var result = Prdc.Compute(real, fake, options);
            return string.Create(
                CultureInfo.InvariantCulture, $"{result.Precision:F6} {result.Recall:F6} {result.Density:F6} {result.Coverage:F6}");
        };
    }

    private static Func<int, string> Inception(FeatureMatrix logits) =>
        _ => Text(InceptionScore.Compute(logits, new InceptionScoreOptions { Shuffle = false }).Mean, "G8");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).ToLowerInvariant();
}
