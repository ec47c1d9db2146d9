using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Tests.Features;

public class BuiltInBackboneTests
{
    [Theory]
    [InlineData("mobilenet-mid", 224, 1536)]
    [InlineData("inception-mid", 299, 768)]
    public void Extract_PicturesOfTheGolden_AgreesWithTensorFlowJs(string name, int size, int featureCount)
    {
        var golden = Npy.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tfjs", name + ".npy")).ToSingle();
        using var extractor = new FeatureExtractor(new BackboneStore().Open(name));

        var features = GoldenImages.Draw(size).SelectMany(extractor.Extract).ToArray();

        Assert.Equal(2 * featureCount, features.Length);
        var largest = golden.Max(Math.Abs);
        var worst = golden.Zip(features, (expected, actual) => Math.Abs(expected - actual)).Max();
        Assert.True(worst < 1e-4 * largest, $"worst difference {worst}, largest value {largest}");
    }
}
