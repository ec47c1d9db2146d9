using Giqa.Agreement;
using Giqa.Tests.Support;

namespace Giqa.Tests.Agreement;

public sealed class PairFileTests
{
    [Fact]
    public void Read_ColumnsInAnyOrderWithQuotesAndBlankLines_GivesThePairs()
    {
        var path = Write("observer,choice,left,right\n\nann,left,\"a, b.png\",c.png\nbob,TIE,d.png,\"e\"\"f.png\"\n");

        var pairs = PairFile.Read(path);

        Assert.Equal(
            [new PairJudgement("a, b.png", "c.png", PairChoice.Left, "ann", 3), new PairJudgement("d.png", "e\"f.png", PairChoice.Tie, "bob", 4)],
            pairs);
    }

    [Fact]
    public void Write_NamesOfAnyCharacters_ReadBack()
    {
        using var folder = new TemporaryFolder();
        PairJudgement[] pairs =
        [
            new("a\nb\r\n\"c\",d.png", " leading and trailing ", PairChoice.Left, "ann, the \"first\"", 2),
            new("<script>alert(1)</script>.png", "=1+1", PairChoice.Tie, "bob", 5),
            new("e", "'f'", PairChoice.Right, null, 6),
        ];

        PairFile.Write(folder.File("pairs.csv"), pairs);

        Assert.Equal(pairs, PairFile.Read(folder.File("pairs.csv")));
    }

    [Theory]
    [InlineData("left,right,choice\na,b,up\n", "line 2: the choice is 'up'")]
    [InlineData("left,right,choice\na,b,left\na,b\n", "line 3: 2 fields")]
    [InlineData("left,right,choice\na,a,left\n", "line 2: two different images")]
    [InlineData("left,right,choice\n\"a,b,left\n", "line 2: a quote is not closed")]
    [InlineData("left,right\na,b\n", "line 1: no column 'choice'")]
    [InlineData("left,right,choice\n", "no pairs")]
    [InlineData("", "is empty")]
    [InlineData("\u0008\u0011\0\0{\"format\"\na,b\n", "is not a CSV file")]
    public void Read_DamagedFile_NamesTheLine(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<GiqaException>(() => PairFile.Read(Write(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MissingFile_NamesIt() =>
        Assert.Contains("nowhere.csv", Assert.Throws<GiqaException>(() => PairFile.Read("nowhere.csv")).Message, StringComparison.Ordinal);

    [Fact]
    public void Opinions_SeveralRowsOfAnImage_AreAveraged()
    {
        var path = Write("image,score\na,1\nb,3\na,2\n");

        Assert.True(OpinionFile.IsOpinions(path));
        Assert.Equal([new Opinion("a", 1.5, 2), new Opinion("b", 3, 3)], OpinionFile.Read(path));
    }

    [Fact]
    public void Opinions_ScoreThatIsNoNumber_NamesTheLine() =>
        Assert.Contains(
            "line 3: the score is 'good'",
            Assert.Throws<GiqaException>(() => OpinionFile.Read(Write("image,score\na,1\nb,good\n"))).Message,
            StringComparison.Ordinal);

    private static string Write(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "pairs.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
