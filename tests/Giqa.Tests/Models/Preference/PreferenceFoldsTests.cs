using Giqa.Agreement.Preferences;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Tests.Models.Preference;

public sealed class PreferenceFoldsTests
{
    private static readonly FeatureSet Images = Judges.Images(300, 1);

    // Labels, images that pairs are of, images of a group.
    [Theory]
    [InlineData(100, 300, 1)]
    [InlineData(100, 300, 5)]
    [InlineData(200, 60, 1)]
    [InlineData(400, 20, 1)]
    public void Blocks_ShareNoGroupWithWhatTheyAreForetoldFrom(int count, int among, int size)
    {
        int[] groups = [.. Enumerable.Range(0, Images.Matrix.Rows).Select(row => row / size)];
        foreach (var labels in (PreferenceLabels[])[Judges.Pairs(Images, count, 2, among), Judges.Opinions(Images, Math.Min(count, 300), .3, 2)])
        {
            var folds = new PreferenceFolds(labels, groups, 3);
            Assert.NotEmpty(folds.Blocks);
            var tested = folds.Blocks.SelectMany(block => block.Tested).ToArray();
            Assert.Equal(tested.Distinct().Count(), tested.Length);
            foreach (var block in folds.Blocks)
            {
                var held = block.Tested.SelectMany(labels.RowsOf).Select(row => groups[row]).ToHashSet();
                Assert.DoesNotContain(block.Learned.SelectMany(labels.RowsOf), row => held.Contains(groups[row]));
                Assert.True(block.Learned.Length >= (block.Tested.Length == 1 ? 3 : .6 * labels.Count));
            }
        }
    }

    [Fact]
    public void Blocks_OfPairsOfManyImages_TestEveryOne()
    {
        int[] groups = [.. Enumerable.Range(0, Images.Matrix.Rows)];
        Assert.Equal(150, new PreferenceFolds(Judges.Pairs(Images, 150, 2), groups, 3).Blocks.Sum(block => block.Tested.Length));
    }
}
