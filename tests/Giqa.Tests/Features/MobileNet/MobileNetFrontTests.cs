using Giqa.Features;
using Giqa.Features.MobileNet;
using Giqa.Features.Onnx;
using Giqa.Images;

namespace Giqa.Tests.Features.MobileNet;

public class MobileNetFrontTests
{
    [FrontTheory]
    [InlineData("mobilenet-low")]
    [InlineData("mobilenet-mid")]
    public void Run_AnyPictures_GivesOnnxRuntimesFeatures(string name)
    {
        var backbone = new BackboneStore().Open(name);
        using var front = backbone.OpenFront!();
        using var runtime = OnnxFeatureNetwork.Open(backbone, 1, new OnnxDevice(null));
        RgbImage[] pictures = [.. GoldenImages.Draw(224), SelfTest.Draw(), Noise(3), Noise(4), new RgbImage(1, 1, [255, 0, 128])];

        foreach (var picture in pictures)
        {
            var actual = front.Run([Input(backbone, picture, front.Layout)])[0];
            var expected = runtime.Run([Input(backbone, picture, runtime.Layout)])[0];

            Assert.Equal(expected.Length, actual.Length);
            var largest = expected.Max();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5f * largest));
        }
    }

    [FrontTheory]
    [InlineData("mobilenet-low")]
    public void Run_OneAfterTheOtherAndAtOnce_GivesTheSameBits(string name)
    {
        var backbone = new BackboneStore().Open(name);
        using var front = backbone.OpenFront!();
        var inputs = Enumerable.Range(0, 8).Select(seed => Input(backbone, Noise(seed), front.Layout)).ToArray();
        var expected = front.Run(inputs);
        var actual = new float[inputs.Length][];

        _ = Parallel.For(0, 4 * inputs.Length, i => Volatile.Write(ref actual[i % inputs.Length], front.Run([inputs[i % inputs.Length]])[0]));

        Assert.Equal(expected, actual);
    }

    private static float[] Input(Backbone backbone, RgbImage image, TensorLayout layout)
    {
        var preprocessing = backbone.Preprocessing with { Layout = layout };
        var input = new float[preprocessing.InputLength];
        preprocessing.Fill(image, input);
        return input;
    }

    private static RgbImage Noise(int seed)
    {
        var pixels = new byte[3 * 224 * 224];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(224, 224, pixels);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FrontTheoryAttribute : TheoryAttribute
    {
        public FrontTheoryAttribute()
        {
            if (!MobileNetFront.IsSupported)
            {
                Skip = "this processor has no AVX-512";
            }
        }
    }
}
