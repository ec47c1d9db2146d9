using Giqa.Features;
using Giqa.Features.Inception;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Tests.Features.Inception;

/// <summary>From pixels to features, by every preset, against the same network and the same preparation in PyTorch and PIL.</summary>
public sealed class FidBackboneTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "inception");

    [Fact]
    public void Extract_EveryPreset_GivesPyTorchsFeatures()
    {
        var model = FidInception.Build(FormulaWeights.FidInception(Path.Combine(Folder, "tensors.txt")), FidInceptionTap.Pool2048);
        foreach (var preset in FidPreset.All.Where(preset => preset.Name != "giqa-official"))
        {
            using var extractor = new FeatureExtractor(new Backbone(FidBackbone.Describe(preset), "formula", () => model));
            foreach (var (height, width) in new[] { (40, 56), (700, 420) })
            {
                var golden = Npy.Read(Path.Combine(Folder, $"{preset.Name}_{height}x{width}.npy")).ToSingle();
                var largest = golden.Zip(extractor.Extract(Image(height, width)), (g, a) => Math.Abs(g - a)).Max();
                Assert.True(largest <= 1e-4, $"{preset.Name} at {height} x {width}: {largest} apart");
            }
        }
    }

    private static RgbImage Image(int height, int width)
    {
        var pixels = new byte[3 * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x, c) = (i / 3 / width, i / 3 % width, i % 3);
            pixels[i] = (byte)((x * 3) + (y * 2) + (c * 40) + (x * y / 16));
        }

        return new RgbImage(width, height, pixels);
    }
}
