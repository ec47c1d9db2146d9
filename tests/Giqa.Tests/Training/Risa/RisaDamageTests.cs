using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Risa;

namespace Giqa.Tests.Training.Risa;

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
}
