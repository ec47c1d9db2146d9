using Giqa.Tests.Support;
using Giqa.Web;

namespace Giqa.Tests.Reports;

public class VegaBundleTests
{
    [Theory]
    [InlineData("vega")]
    [InlineData("vega-lite")]
    [InlineData("vega-embed")]
    public void Script_InTheRepository_IsThePublishedOne(string package)
    {
        var published = File.ReadAllText(Repository.PathOf("node_modules", package, "build", $"{package}.min.js")).ReplaceLineEndings("\n");

        Assert.Equal(published, ReportAssets.Text($"{package}.min.js"));
    }
}
