using Giqa.Features.Checkpoints;
using Giqa.Images;
using Giqa.Metrics.Pairs.Lpips;
using Giqa.Tests.Features.Inception;
using Giqa.Tests.Support;

namespace Giqa.Tests.Metrics.Pairs.Lpips;

public sealed class LpipsDistanceTests
{
    private const double Tolerance = 1e-4;

    private static readonly (int Place, int[] Shape)[] Layers =
        [(0, [64, 3, 11, 11]), (3, [192, 64, 5, 5]), (6, [384, 192, 3, 3]), (8, [256, 384, 3, 3]), (10, [256, 256, 3, 3])];

    [Fact]
    public void Compare_GoldenPairs_EqualsPyTorch()
    {
        using var lpips = LpipsDistance.Create(LpipsGraph.Build(Network(), Heads()));
        var expected = Fixture.Doubles("lpips/lpips.npy");
        (int, int)[] sizes = [(40, 56), (31, 31), (64, 64), (97, 70)];
        Assert.Equal(expected.Length, sizes.Length);
        foreach (var ((height, width), golden) in sizes.Zip(expected))
        {
            var actual = lpips.Compare(Image(height, width, 3, 2, 40, 16), Image(height, width, 5, 7, 20, 9));
            Assert.InRange(Math.Abs(actual - golden) / golden, 0, Tolerance);
        }
    }

    [Fact]
    public void Compare_EqualImages_Is0AndSwappedOnesAreEqual()
    {
        using var lpips = LpipsDistance.Create(LpipsGraph.Build(Network(), Heads()));
        var (first, second) = (PaintedImages.Paint(1, 40), PaintedImages.Paint(2, 40));
        Assert.Equal(0, lpips.Compare(first, first));
        Assert.Equal(lpips.Compare(first, second), lpips.Compare(second, first), 1e-6);
        Assert.Contains("31 x 31", Assert.Throws<GiqaException>(() => lpips.Compare(PaintedImages.Paint(1, 30), PaintedImages.Paint(2, 30))).Message, StringComparison.Ordinal);
        Assert.Contains("the same size", Assert.Throws<GiqaException>(() => lpips.Compare(first, PaintedImages.Paint(2, 41))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TensorThatIsMissingOrOfAnotherShape_IsNamed()
    {
        var (network, heads) = (Network(), Heads());
        _ = heads.Remove("lin3.model.1.weight");
        Assert.Contains("lin3.model.1.weight", Assert.Throws<ModelFileException>(() => LpipsGraph.Build(network, heads)).Message, StringComparison.Ordinal);
        network["features.8.bias"] = new TorchTensor([7], new float[7]);
        Assert.Contains("features.8.bias", Assert.Throws<ModelFileException>(() => LpipsGraph.RequireNetwork(network)).Message, StringComparison.Ordinal);
        heads["lin0.model.1.weight"].Values[5] = -1;
        Assert.Contains("negative", Assert.Throws<ModelFileException>(() => LpipsGraph.RequireHeads(heads)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadModel_NothingInstalled_SaysWhatToFetch()
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<GiqaException>(() => LpipsWeights.LoadModel(folder.Path)).Message;
        Assert.Contains(LpipsWeights.Network.Name, message, StringComparison.Ordinal);
        Assert.Contains("models pull lpips --from", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InstallAsync_FileOfSomethingElse_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x.pth"), "no checkpoint");
        _ = await Assert.ThrowsAsync<ModelFileException>(() => LpipsWeights.InstallAsync(folder.Path, folder.File("x.pth"), default));
        Assert.Equal(2, LpipsWeights.Missing(folder.Path).Count);
    }

    private static FormulaWeights Network()
    {
        var weights = new FormulaWeights();
        foreach (var (place, shape) in Layers)
        {
            weights.Add($"features.{place}.weight", shape);
            weights.Add($"features.{place}.bias", shape[0]);
        }

        return weights;
    }

    /// <summary>The formula's numbers for heads are not centred, so that no distance is negative.</summary>
    private static FormulaWeights Heads()
    {
        var weights = new FormulaWeights();
        for (var i = 0; i < Layers.Length; i++)
        {
            weights.Add(LpipsGraph.HeadName(i), 1, Layers[i].Shape[0], 1, 1);
            var centred = weights[LpipsGraph.HeadName(i)].Values;
            weights[LpipsGraph.HeadName(i)] = new TorchTensor([1, centred.Length, 1, 1], Array.ConvertAll(centred, value => (value / .2f) + .5f));
        }

        return weights;
    }

    private static RgbImage Image(int height, int width, int across, int down, int colour, int both)
    {
        var pixels = new byte[3 * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x, c) = (i / 3 / width, i / 3 % width, i % 3);
            pixels[i] = (byte)((x * across) + (y * down) + (c * colour) + (x * y / both));
        }

        return new RgbImage(width, height, pixels);
    }
}
