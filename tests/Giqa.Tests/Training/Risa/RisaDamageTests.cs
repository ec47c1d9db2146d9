using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Risa;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Risa;

[Collection(TorchTests.Name)]
public sealed class RisaDamageTests
{
    private static readonly byte[] Grey = [.. Enumerable.Range(0, 3 * 16 * 16).Select(i => (byte)(40 + (i % 160)))];

    [Fact]
    public void LabelShare_FallsWithTheStrengthToNothing()
    {
        Assert.Equal([.8, .6, .4, .2, 0], Enumerable.Range(1, 5).Select(strength => new RisaDamage(DegradationKind.Noise, strength, 1).LabelShare), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0, new RisaDamage(null, 5, 1).LabelShare);
    }

    [Fact]
    public void Apply_IsTheDegradationOrAPictureOfItsOwn()
    {
        Assert.Equal(Degradation.Apply(new RgbImage(16, 16, Grey), DegradationKind.PatchShuffle, 3, 9).Pixels, new RisaDamage(DegradationKind.PatchShuffle, 3, 9).Apply(Grey, 16));
        Assert.Equal(new RisaDamage(null, 5, 9).Apply(Grey, 16), new RisaDamage(null, 5, 9).Apply(new byte[Grey.Length], 16));
    }

    [Fact]
    public void Draw_OneInFourIsNoImage_AndAllKindsAndStrengthsCome()
    {
        var random = new SeededRandom(3);
        RisaDamage[] drawn = [.. Enumerable.Range(0, 2000).Select(_ => RisaDamage.Draw(random))];
        Assert.InRange(drawn.Count(damage => damage.Kind is null), 430, 570);
        var degraded = drawn.Where(damage => damage.Kind is not null).ToArray();
        Assert.Equal(6, degraded.Select(damage => damage.Kind).Distinct().Count());
        Assert.Equal(5, degraded.Select(damage => damage.Strength).Distinct().Count());
    }

    [Fact]
    public void Generated_IsDamagedBehindMirroringAndShifting()
    {
        using var run = new StyleRun();
        using var snapshots = Giqa.Images.Snapshots.SnapshotFolder.Open(run.Path, new());
        var images = RisaImages.Read(run.Path, snapshots, 0, new(), CancellationToken.None);
        var options = new RisaOptions();
        var batches = new RisaBatches(images, new RisaLabels(images.Iterations, 2, options), [3], options);
        RisaExample[] examples = [.. Enumerable.Range(0, 30).Select(_ => batches.Fixed(3).First() with { Damage = new RisaDamage(DegradationKind.Pixelate, 5, 1) })];
        using var thread = new TrainingThread(new TorchOptions { Threads = 1 });
        var pixels = thread.Run(() =>
        {
            using var scope = new TensorScope();
            return batches.Generated(examples, new SeededRandom(5)).ToSingle();
        });

        // Three cells across, painted where they are: mirrored or shifted, they would lie elsewhere.
        const int Area = StyleRun.Side * StyleRun.Side;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (plane, x, y) = (i / Area * Area, i % StyleRun.Side, i % Area / StyleRun.Side);
            var (firstX, firstY) = (First(x * 3 / StyleRun.Side), First(y * 3 / StyleRun.Side));
            Assert.Equal(pixels[plane + (firstY * StyleRun.Side) + firstX], pixels[i]);
        }

        Assert.True(pixels.Chunk(3 * Area).Select(image => image[0]).Distinct().Count() > 1);
        static int First(int cell) => ((cell * StyleRun.Side) + 2) / 3;
    }
}
