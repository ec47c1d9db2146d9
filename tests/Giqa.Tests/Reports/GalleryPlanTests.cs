using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class GalleryPlanTests
{
    [Theory]
    [InlineData(1_000_000, 96, 100)]
    [InlineData(700_000, 80, 100)]
    [InlineData(240_000, 48, 100)]
    [InlineData(115_200, 48, 50)]
    [InlineData(2_400, 48, 1)]
    [InlineData(10, 48, 0)]
    public void Choose_Budget_TakesTheLargestSideAndThenFewerImages(long bytes, int side, int count)
    {
        var plan = GalleryPlan.Choose([.. Enumerable.Range(0, 100)], bytes, (_, wanted) => wanted * wanted);

        Assert.Equal((side, count), (plan.Side, plan.Entries.Count));
    }

    [Fact]
    public void Choose_FewerImages_KeepsTheBestAndTheWorst()
    {
        var plan = GalleryPlan.Choose([.. Enumerable.Range(0, 100)], 48 * 48 * 10, (_, side) => side * side);

        Assert.Equal([0, 11, 22, 33, 44, 55, 66, 77, 88, 99], plan.Entries);
    }

    [Fact]
    public void Choose_NothingToShow_IsEmpty()
    {
        Assert.Empty(GalleryPlan.Choose([], 100, (_, _) => 1).Entries);
        Assert.Equal(3, GalleryPlan.Choose([1, 2, 3], 100, (_, _) => 0).Entries.Count);
    }
}
