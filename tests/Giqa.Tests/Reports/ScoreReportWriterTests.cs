using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Giqa.Models;
using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed partial class ScoreReportWriterTests
{
    private const int MaximumOverhead = 1_258_291;

    [Fact]
    public async Task WriteAsync_FullReport_RefersToNothingOutside()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());

        Assert.NotEmpty(page.References);
        Assert.All(page.References, reference => Assert.Matches("^(#|data:)", reference));
        Assert.DoesNotContain("http:", page.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page.Markup, StringComparison.OrdinalIgnoreCase);
        var style = page.Html[page.Html.IndexOf("<style>", StringComparison.Ordinal)..page.Html.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FullReport_PolicyNamesEveryScriptAndNothingElse()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());
        var policy = Policy().Match(page.Html).Groups[1].Value.Replace("&#x27;", "'", StringComparison.Ordinal).Replace("&#x2B;", "+", StringComparison.Ordinal);
        var hashes = Scripts().Matches(page.Html).Select(match => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups[1].Value)))}'").ToArray();

        Assert.Equal(4, hashes.Length);
        Assert.Equal($"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {string.Join(' ', hashes)}; base-uri 'none'; form-action 'none'", policy);
    }

    [Fact]
    public async Task WriteAsync_HostileNames_AreEscapedEverywhere()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());

        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("half<b>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<early>", page.Html, StringComparison.Ordinal);
        Assert.Contains("<title>Full &lt;of&gt; &quot;things&quot;", page.Html, StringComparison.Ordinal);
        Assert.Contains("alt=\"a&quot;&gt;&lt;img src=x onerror=alert(1)&gt;", page.Section("worst"), StringComparison.Ordinal);
        Assert.Contains("few &lt;reals&gt;", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_ModelOfPreferencesWithoutReals_SaysByWhatItsQualityIsMeasured()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Of(SampleReport.Rising(60)) with { PreferredOver = "unjudged images", HeldOutScores = [1, 2, 3] });

        var head = page.Markup[page.Markup.IndexOf("<header>", StringComparison.Ordinal)..page.Markup.IndexOf("</header>", StringComparison.Ordinal)];
        Assert.Contains("of unjudged images; the median one of those outscores 50 %", head, StringComparison.Ordinal);
        Assert.All((string[])[head, page.Section("distribution"), page.Section("method")], part => Assert.DoesNotMatch("real images?|reals:", part));
        Assert.Contains("share of unjudged images", page.Section("method"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_EntriesWithPeoplesShares_ShowThemOnCardsInTheHeadAndInTheTable()
    {
        var plain = SampleReport.Full();
        var page = await ReportPageText.WriteAsync(plain with
        {
            Entries = [.. plain.Entries.Select(entry => entry.IsScored ? entry with { Preferred = new PreferredShare(.62, .551, .7) } : entry)],
        });

        Assert.Contains("<th scope=\"col\" class=\"number\" data-sort=\"number\" title=\"the share of people", page.Section("scores"), StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\" data-v=\"0.62\">62 % (55 % to 70 %)</td>", page.Section("scores"), StringComparison.Ordinal);
        Assert.Contains("62 % prefer it</span>", page.Section("best"), StringComparison.Ordinal);
        Assert.Contains("preferred over the median image by 62 % (55 % to 70 %) of people", page.Section("best"), StringComparison.Ordinal);
        Assert.Contains("would prefer one of these images over the median one", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("prefer", (await ReportPageText.WriteAsync(plain)).Section("scores"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Galleries_ShowThumbnailsWithScoreAndQuality()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());
        var best = page.Section("best");

        Assert.Equal(24, Images().Count(best));
        Assert.Contains($"src=\"data:image/png;base64,{Convert.ToBase64String(SampleReport.Pixel)}\" alt=\"copy.png, quality 0.997, score 3\" loading=\"lazy\" decoding=\"async\"", best, StringComparison.Ordinal);
        Assert.Contains("title=\"quality\">0.997<", best, StringComparison.Ordinal);
        Assert.Contains("title=\"raw score\">3<", best, StringComparison.Ordinal);
        Assert.Contains("exact copy", best, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_WorstImages_StandBesideTheirNearestReals()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());
        var worst = page.Section("worst");

        Assert.Equal(24 * 3, Images().Count(worst));
        Assert.Contains("train/</span><span class=\"base\"><span>1.png", worst, StringComparison.Ordinal);
        Assert.Contains(">1.25<", worst, StringComparison.Ordinal);
        Assert.Contains("<span class=\"missing\">file not found</span>", worst, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_SkippedInputs_AreCountedAndListedWithTheirReason()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());
        var skipped = page.Section("skipped");

        Assert.Contains("3 inputs without a score", skipped, StringComparison.Ordinal);
        Assert.Contains("2 empty, 1 truncated", skipped, StringComparison.Ordinal);
        Assert.Contains("ends &lt;early&gt; &amp; &quot;badly&quot;", skipped, StringComparison.Ordinal);
        Assert.Equal(4, skipped.Split("<tr>").Length - 1);
    }

    [Fact]
    public async Task WriteAsync_TenThousandEntries_CutsTheTableSaysSoAndStaysSmall()
    {
        var thumbnail = new byte[12_000];
        var page = await ReportPageText.WriteAsync(SampleReport.Of(SampleReport.Rising(10_000)) with { Thumbnail = _ => thumbnail });
        var scores = page.Section("scores");

        Assert.Contains("2,000 of 10,000 images: the 1,000 best and the 1,000 worst", scores, StringComparison.Ordinal);
        Assert.Equal(2001, scores.Split("<tr>").Length - 1);
        Assert.Contains("data-v=\"1000\">1,000<", scores, StringComparison.Ordinal);
        Assert.DoesNotContain("data-v=\"1001\"", scores, StringComparison.Ordinal);
        Assert.DoesNotContain("data-v=\"9000\"", scores, StringComparison.Ordinal);
        Assert.Contains("data-v=\"9001\">9,001<", scores, StringComparison.Ordinal);
        Assert.InRange(page.Html.Length, 1, 20 << 20);
    }

    [Fact]
    public async Task WriteAsync_NothingScored_SaysSo()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Of([new("a.png", null, null, "empty")]));

        Assert.Contains("None of the images could be scored", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No image has a score.", page.Section("scores"), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.Markup, StringComparison.Ordinal);
        Assert.InRange(page.Html.Length, 1, MaximumOverhead);
    }

    [Fact]
    public async Task WriteAsync_NoEntries_WritesAPage()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Of([]));

        Assert.Contains("There was nothing to score", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Twice_GivesTheSameBytes() =>
        Assert.Equal((await ReportPageText.WriteAsync(SampleReport.Full())).Html, (await ReportPageText.WriteAsync(SampleReport.Full())).Html);

    [Fact]
    public async Task WriteAsync_Cancelled_WritesNothing()
    {
        using var stream = new MemoryStream();

        _ = await Assert.ThrowsAsync<OperationCanceledException>(() => ScoreReportWriter.WriteAsync(SampleReport.Full(), stream, new CancellationToken(canceled: true)));
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task WriteAsync_Licences_AreInTheFile()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Of([]));

        Assert.Contains("University of Washington Interactive Data Lab", page.Html, StringComparison.Ordinal);
        Assert.Contains("Mike Bostock", page.Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<img ")]
    private static partial Regex Images();
}
