using Giqa.Models;
using Giqa.Scores;
using Giqa.Tests.Models;

namespace Giqa.Tests.Scores;

public sealed class ModelRowsTests
{
    [Fact]
    public void ScoreImages_SkippedAndCopiedImages_KeepTheirPlaces()
    {
        var reals = RealImages.Draw(300, 8, 1);
        var model = QualityModel.Fit(reals, new() { Method = FitMethod.Knn, HoldOut = 0 });
        var images = RealImages.WithFault(reals);
        var table = model.ScoreImages([.. images.Images(0, images.Items.Count)], 0);
        Assert.Equal(301, table.Length);
        Assert.Equal("real/00007.png", table[7].Image);
        Assert.True(table[7].IsMemorised);
        Assert.Equal("memorised: copy of real/00007.png", table[7].Detail);
        Assert.Equal(("broken.png", "truncated", "ends early", null), (table[300].Image, table[300].Status, table[300].Detail, table[300].Score));
        Assert.InRange(table[7].Quality!.Value, .75, 1);
    }
}
