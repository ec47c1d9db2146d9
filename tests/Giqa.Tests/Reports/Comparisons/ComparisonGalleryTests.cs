using Giqa.Features;
using Giqa.Images;
using Giqa.Tests.Metrics.Verdicts;
using Giqa.Tests.Support;
using Giqa.Web.Comparisons;

namespace Giqa.Tests.Reports.Comparisons;

public sealed class ComparisonGalleryTests
{
    [Fact]
    public void Make_TwoSetsOfEqualNames_ShowsEndsRanksAndWhereTheyDiffer()
    {
        using var images = Images(30);
        var gallery = Make(images, [.. Enumerable.Range(0, 30).Select(i => i / 30.0)], [.. Enumerable.Range(0, 30).Select(i => i == 4 ? 1 : i / 30.0)])!;

        Assert.Equal(["a", "b"], gallery.Sets.Select(set => set.Name));
        Assert.All(gallery.Sets, set => Assert.Equal((11, 8, 8), (set.AtRanks.Count, set.Worst.Count, set.Best.Count)));
        Assert.Equal(("0.png", "29.png"), (gallery.Sets[0].AtRanks[0].Name, gallery.Sets[0].AtRanks[^1].Name));
        Assert.Equal("4.png", gallery.Sets[1].Best[0].Name);
        Assert.Equal(("4.png", "4.png"), (gallery.Disagreements[0].Left.Name, gallery.Disagreements[0].Right.Name));
        Assert.NotNull(gallery.Sets[0].Best[0].Thumbnail);
    }

    [Fact]
    public void Make_ImageWithoutFeatures_ShowsThePictureOfTheRightOne()
    {
        using var images = Images(4, broken: 1);
        var gallery = Make(images, [.1, .3, .2], null, broken: 1)!;

        Assert.Equal(["2.png", "3.png"], Assert.Single(gallery.Sets).Best.Select(image => image.Name));
        Assert.Equal(["0.png"], gallery.Sets[0].Worst.Select(image => image.Name));
        Assert.All(gallery.Sets[0].AtRanks, image => Assert.NotNull(image.Thumbnail));
    }

    [Fact]
    public void Make_WithoutQualitiesOrImages_IsNull()
    {
        using var images = Images(4);

        Assert.Null(ComparisonGallery.Make([new ComparedSet(SampleComparison.Set("a"), Features(images), images)], new DecodeOptions()));
        Assert.Null(ComparisonGallery.Make([new ComparedSet(SampleComparison.Set("a") with { Qualities = [.1, .2, .3, .4] }, Features(images), null)], new DecodeOptions()));
    }

    /// <summary>A gallery of two sets with the same images, or of one.</summary>
    internal static ComparisonGallery? Make(IImageSource images, double[] first, double[]? second, int broken = -1)
    {
        ComparedSet Set(string name, double[] qualities) => new(SampleComparison.Set(name) with { Qualities = qualities }, Features(images, broken), images);
        return ComparisonGallery.Make(second is null ? [Set("runs/a/", first)] : [Set("runs/a/", first), Set("runs/b/", second)], new DecodeOptions());
    }

    /// <summary>Painted images; one of them cannot be read.</summary>
    internal static MemorySource Images(int count, int broken = -1) =>
        new([.. Enumerable.Range(0, count).Select(i => ($"{i}.png", i == broken ? null : PaintedImages.Paint(i)))]);

    private static FeatureSet Features(IImageSource images, int broken = -1)
    {
        FeatureItem[] items = [.. Enumerable.Range(0, images.Count).Select(i => new FeatureItem(images.GetName(i), i == broken ? ImageFault.Corrupt : null, null))];
        var rows = items.Count(item => item.Fault is null);
        return new FeatureSet(new FeatureMatrix(rows, 1, new float[rows]), items, null, null);
    }
}
