using System.Text.Json;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Tests.Models;

/// <summary>The golden files that scikit-learn made, and comparison with them.</summary>
internal static class NumericFixtures
{
    internal static FeatureMatrix Features(string name)
    {
        var array = Npy.Read(PathOf($"features/{name}.npy"));
        return new FeatureMatrix(array.Shape[0], array.Shape[1], array.ToSingle());
    }

    internal static double[] Rows(string name) => Array.ConvertAll(Features(name).Values, value => (double)value);

    internal static double[] Doubles(string name) => Npy.Read(PathOf(name + ".npy")).ToDouble();

    internal static int[] Integers(string name) => Npy.Read(PathOf(name + ".npy")).ToInt32();

    internal static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name + ".json"))).RootElement;

    /// <summary>Every value within a tolerance relative to itself, or to the scale of the whole array for values near zero.</summary>
    internal static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0;
        foreach (var value in expected)
        {
            scale += Math.Abs(value) / expected.Length;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = tolerance * Math.Max(Math.Abs(expected[i]), scale);
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed, $"value {i}: expected {expected[i]:R}, got {actual[i]:R}, allowed difference {allowed:g3}");
        }
    }

    internal static void AssertClose(double expected, double actual, double tolerance) =>
        AssertClose([expected], [actual], tolerance);

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "numerics", name);
}
