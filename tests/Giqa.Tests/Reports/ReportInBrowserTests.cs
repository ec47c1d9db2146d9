namespace Giqa.Tests.Reports;

public sealed class ReportInBrowserTests
{
    [Fact]
    public async Task Page_InChromium_DrawsBothChartsWithoutAWordOnTheConsole()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());

        var (document, console) = await Browser.OpenAsync(page.Html);

        var markup = new ReportPageText(document).Markup;
        Assert.Empty(console);
        Assert.Equal(2, markup.Split("class=\"marks\"").Length - 1);
        Assert.Equal(60, markup.Split("aria-roledescription=\"bar\"").Length - 1);
        Assert.DoesNotContain("<img src=\"x\"", markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithAScriptAddedByOthers_RefusesIt()
    {
        var page = await ReportPageText.WriteAsync(SampleReport.Full());

        var (document, console) = await Browser.OpenAsync(page.Html.Replace("</main>", "<script>document.body.id = 'taken'</script></main>", StringComparison.Ordinal));

        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
        Assert.DoesNotContain("<body id", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_UsedByAVisitor_SortsFiltersAndEnlarges()
    {
        const string Visit = """
            <script>
            {
            const headings = [...document.querySelectorAll("#scores-table th button")];
            headings[2].click();
            const name = () => document.querySelector("#scores-table tbody tr:not([hidden]) td.name").textContent.trim();
            const seen = [name()];
            headings[2].click();
            seen.push(name());
            document.getElementById("filter-name").value = "SET/00007";
            document.getElementById("filter-name").dispatchEvent(new Event("input", { bubbles: true }));
            seen.push(name(), document.getElementById("filter-count").textContent);
            document.querySelector("#best .shot").click();
            const viewer = document.getElementById("viewer");
            viewer.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
            seen.push(viewer.open, viewer.querySelector(".viewer-name").textContent);
            document.body.dataset.seen = seen.join("|");
            }
            </script>
            """;
        var page = await ReportPageText.WriteAsync(SampleReport.Full());
        var open = page.Html.Replace("http-equiv=\"Content-Security-Policy\"", "name=\"unused\"", StringComparison.Ordinal);

        var (document, console) = await Browser.OpenAsync(open.Insert(open.LastIndexOf("</body>", StringComparison.Ordinal), Visit));

        Assert.Empty(console);
        Assert.Contains("|set/00119.png|set/00007.png|1 shown|true|set/00119.png\"", document, StringComparison.Ordinal);
    }
}
