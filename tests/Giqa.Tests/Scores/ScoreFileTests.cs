using System.Text;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Support;

namespace Giqa.Tests.Scores;

public sealed class ScoreFileTests
{
    private static readonly ImageScore[] Sample =
    [
        ImageScore.Scored("a/1.png", -12345.678901234567, 1.0 / 3),
        ImageScore.Scored("quote\"comma,.png", 1e-300, .5, "real, one.png"),
        ImageScore.Scored("two\nlines.png", 5e20, .999),
        ImageScore.Skipped("bröken.jpg", ImageFault.NotAnImage, "begins with \"GIF\""),
        ImageScore.Skipped("empty.png", ImageFault.Empty, null),
    ];

    [Theory]
    [InlineData("s.csv")]
    [InlineData("s.jsonl")]
    public void Write_ThenRead_GivesTheSameRows(string name)
    {
        using var folder = new TemporaryFolder();
        ScoreFile.Write(folder.File(name), Sample);
        Assert.Equal(Sample, ScoreFile.Read(folder.File(name)));
    }

    [Theory]
    [InlineData("s.csv")]
    [InlineData("s.jsonl")]
    public void Write_ThenReadWithDeviations_GivesTheSameRows(string name)
    {
        using var folder = new TemporaryFolder();
        ImageScore[] rows = [Sample[0] with { ScoreDeviation = 1.0 / 3 }, Sample[1] with { ScoreDeviation = 1e-9 }, Sample[4]];
        ScoreFile.Write(folder.File(name), rows);
        Assert.Equal(rows, ScoreFile.Read(folder.File(name)));
    }

    [Theory]
    [InlineData("s.csv")]
    [InlineData("s.jsonl")]
    public void Write_ThenReadWithExtras_GivesTheSameRows(string name)
    {
        using var folder = new TemporaryFolder();
        const ExtraColumns Columns = ExtraColumns.Rarity | ExtraColumns.Authenticity | ExtraColumns.Influence;
        ImageScore[] rows =
        [
            Sample[0] with { Extras = new ImageExtras { Columns = Columns, Rarity = 1.0 / 3, IsAuthentic = true, Influence = -1e-17 } },
            Sample[1] with { Extras = new ImageExtras { Columns = Columns, IsAuthentic = false, Influence = 2 } },
            Sample[4] with { Extras = new ImageExtras { Columns = Columns } },
        ];
        ScoreFile.Write(folder.File(name), rows);
        Assert.Equal(rows, ScoreFile.Read(folder.File(name)));
    }

    [Fact]
    public void WriteCsv_Extras_StandBehindTheOtherColumns()
    {
        using var stream = new MemoryStream();
        ScoreFile.WriteCsv(stream, [Sample[0] with { Extras = new ImageExtras { Columns = ExtraColumns.All, Realism = 1.5, IsAuthentic = false, Influence = -.25 } }]);
        Assert.Equal("image,score,quality,status,detail,realism,rarity,authentic,influence\na/1.png,-12345.678901234567,0.3333333333333333,ok,,1.5,,false,-0.25\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void WriteCsv_Rows_AreQuotedAsTheStandardSays()
    {
        using var stream = new MemoryStream();
        ScoreFile.WriteCsv(stream, Sample);
        Assert.Equal(
            """"
            image,score,quality,status,detail
            a/1.png,-12345.678901234567,0.3333333333333333,ok,
            "quote""comma,.png",1E-300,0.5,ok,"memorised: copy of real, one.png"
            "two
            lines.png",5E+20,0.999,ok,
            bröken.jpg,,,not-an-image,"begins with ""GIF"""
            empty.png,,,empty,

            """".ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void WriteJsonLines_SkippedRow_HasNulls()
    {
        using var stream = new MemoryStream();
        ScoreFile.WriteJsonLines(stream, [Sample[3]]);
        Assert.Equal(
            """{"image":"bröken.jpg","score":null,"quality":null,"status":"not-an-image","detail":"begins with \"GIF\""}""" + "\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void IsMemorised_CopyOfAReference_SurvivesTheFile() => Assert.Equal([false, true, false, false, false], Sample.Select(s => s.IsMemorised));

    [Fact]
    public void Read_ColumnsInAnotherOrderAndWindowsLineEnds_AreUnderstood()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.csv"), "status,extra,quality,score,image\r\nok,x,.25,-3,a.png\r\n");
        Assert.Equal([ImageScore.Scored("a.png", -3, .25)], ScoreFile.Read(folder.File("s.csv")));
    }

    [Theory]
    [InlineData("image,score\na,1\n", "line 1")]
    [InlineData("image,score,quality,status,detail\na,1,.5,ok,\nb,x,.5,ok,\n", "line 3: the score 'x'")]
    [InlineData("image,score,quality,status,detail\na,NaN,.5,ok,\n", "line 2: the score 'NaN'")]
    [InlineData("image,score,quality,status,detail\na,,,ok,\n", "line 2: the status is ok, but there is no score")]
    [InlineData("image,score,quality,status,detail\n\"a\n\",1,.5,ok,\nb,1\n", "line 4: 2 fields")]
    [InlineData("image,score,quality,status,detail\na,1,.5,ok,\"open\n", "line 2: a quote is not closed")]
    [InlineData("image,score,quality,status,detail\n,1,.5,ok,\n", "line 2: the image's name")]
    [InlineData("image,score,quality,status,detail,authentic\na,1,.5,ok,,maybe\n", "line 2: authentic is 'maybe'")]
    [InlineData("", "is empty")]
    public void Read_WrongCsv_NamesTheLine(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.csv"), text);
        var message = Assert.Throws<GiqaException>(() => ScoreFile.Read(folder.File("s.csv"))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("{\"image\":\"a\",\"score\":1,\"status\":\"ok\"}\n{\n", "line 2: not JSON")]
    [InlineData("[1]\n", "line 1: not a JSON object")]
    [InlineData("{\"image\":\"a\"}\n", "line 1: the status is missing")]
    public void Read_WrongJsonLines_NamesTheLine(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.jsonl"), text);
        Assert.Contains(expected, Assert.Throws<GiqaException>(() => ScoreFile.Read(folder.File("s.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.StartsWith("cannot read", Assert.Throws<GiqaException>(() => ScoreFile.Read("no-such-file.csv")).Message, StringComparison.Ordinal);

    [Fact]
    public void ScoreSummary_MixedRows_CountsAndAverages()
    {
        var summary = new ScoreSummary([.. Sample, ImageScore.Skipped("c.png", ImageFault.Empty, null)]);
        Assert.Equal((6, 3, 3, 1), (summary.Count, summary.Scored, summary.Skipped, summary.Memorised));
        Assert.Equal([("empty", 2), ("not-an-image", 1)], summary.SkippedByStatus.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(((1.0 / 3) + .5 + .999) / 3, summary.MeanQuality!.Value, 15);
        Assert.Equal([1.0 / 3, .5, .999], [summary.QualityQuantiles[0], summary.QualityQuantiles[3], summary.QualityQuantiles[6]]);
    }

    [Fact]
    public void ScoreSummary_NothingScored_HasNoMeans()
    {
        var summary = new ScoreSummary([Sample[3]]);
        Assert.Null(summary.MeanQuality);
        Assert.Null(summary.MeanScore);
        Assert.Empty(summary.QualityQuantiles);
    }
}
