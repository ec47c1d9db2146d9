using Giqa.Images;
using Giqa.Scores;
using Giqa.Selection;

namespace Giqa.Tests.Selection;

public sealed class PickPerGroupTests
{
    private static readonly ImageScore[] Scores =
    [
        Row("a", .2, "x"), Row("b", .9, "x"), Row("c", .5, "y"), Row("d", .95, null), Row("e", .4, "y"), ImageScore.Skipped("f", ImageFault.NoReference, null) with { Reference = "z" },
    ];

    [Fact]
    public void PickPerGroup_OneEach_IsTheBestOfEachGroup() =>
        Assert.Equal([1, 2], Picker.PickPerGroup(Scores, PickRule.Count(1), score => score.Reference));

    [Fact]
    public void PickPerGroup_Share_IsTakenOfEachGroup() =>
        Assert.Equal([1, 0, 2, 4], Picker.PickPerGroup(Scores, PickRule.KeepShare(1), score => score.Reference));

    [Fact]
    public void PickPerGroup_MinimumQuality_MayLeaveAGroupEmpty() =>
        Assert.Equal([1], Picker.PickPerGroup(Scores, PickRule.MinQuality(.6), score => score.Reference));

    [Theory]
    [InlineData("s.csv")]
    [InlineData("s.jsonl")]
    public void ScoreFile_RowsOfPairs_ReadBack(string name)
    {
        using var folder = new Support.TemporaryFolder();
        var rows = Scores.Append(Row("g,\"", .1, "r\n,") with { Source = "s" }).ToArray();
        ScoreFile.Write(folder.File(name), rows);
        Assert.Equal(rows, ScoreFile.Read(folder.File(name)));
    }

    private static ImageScore Row(string image, double score, string? reference) => ImageScore.Scored(image, score, score) with { Reference = reference };
}
