using Giqa.Web;

namespace Giqa.Tests.Reports;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(.5, "0.500")]
    [InlineData(.00042, "< 0.001")]
    [InlineData(.99987, "> 0.999")]
    [InlineData(null, "–")]
    public void Quality_Value_IsReadable(double? quality, string text) => Assert.Equal(text, Figures.Quality(quality));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-189.161, "−189.2")]
    [InlineData(-54321.04, "−54,321")]
    [InlineData(-12_345_678.0, "−1.235e7")]
    [InlineData(.00001234, "1.234e−5")]
    public void Score_Value_IsReadable(double score, string text) => Assert.Equal(text, Figures.Score(score));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(.0004, "< 0.1 %")]
    [InlineData(.087, "8.7 %")]
    [InlineData(.61, "61 %")]
    [InlineData(.995, "99.5 %")]
    [InlineData(.9999, "> 99.9 %")]
    [InlineData(1, "100 %")]
    [InlineData(double.NaN, "–")]
    public void Percent_Share_IsReadable(double share, string text) => Assert.Equal(text, Figures.Percent(share));

    [Theory]
    [InlineData(1, "1 image")]
    [InlineData(12_345, "12,345 images")]
    public void Plural_Count_AgreesWithItsNoun(int count, string text) => Assert.Equal(text, Figures.Plural(count, "image"));
}
