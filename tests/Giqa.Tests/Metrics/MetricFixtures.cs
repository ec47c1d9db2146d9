using System.Text.Json;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Tests.Metrics;

/// <summary>Golden values of the metrics, made by the script beside them.</summary>
internal static class MetricFixtures
{
    internal static FeatureMatrix Real => Matrix("features/real.npy");

    internal static FeatureMatrix Fake => Matrix("features/fake.npy");

    internal static FeatureMatrix HeldOut => Matrix("features/heldout.npy");

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "metrics", name);

    internal static FeatureMatrix Matrix(string name)
    {
        var array = Npy.Read(PathOf(name));
        return new FeatureMatrix(array.Shape[0], array.Shape[1], array.ToSingle());
    }

    internal static double[] Doubles(string name) => Npy.Read(PathOf(name)).ToDouble();

    internal static int[][] Rows(string name)
    {
        var array = Npy.Read(PathOf(name));
        return [.. array.ToInt32().Chunk(array.Shape[1])];
    }

    internal static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return document.RootElement.Clone();
    }

    internal static FeatureMatrix Head(FeatureMatrix features, int rows) =>
        new(rows, features.Columns, features.Values[..(rows * features.Columns)]);

    internal static void Near(double expected, double actual, double relative) =>
        Assert.True(
            Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), double.Epsilon),
            $"expected {expected:R}, got {actual:R}, off by {Math.Abs(expected - actual) / Math.Abs(expected):E2} relative, {relative:E1} allowed");
}
