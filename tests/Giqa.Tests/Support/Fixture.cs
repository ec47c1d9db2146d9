using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Tests.Support;

/// <summary>Golden arrays from the Fixtures folder.</summary>
internal static class Fixture
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    internal static double[] Doubles(string name) => Npy.Read(PathOf(name)).ToDouble();

    internal static int[] Integers(string name) => Npy.Read(PathOf(name)).ToInt32();

    internal static FeatureMatrix Features(string name)
    {
        var array = Npy.Read(PathOf(name));
        return new FeatureMatrix(array.Shape[0], array.Shape[1], array.ToSingle());
    }
}
