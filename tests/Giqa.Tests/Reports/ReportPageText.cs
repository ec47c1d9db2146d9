using System.Text;
using System.Text.RegularExpressions;
using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

/// <summary>A written page, and the parts of it that tests ask about.</summary>
internal sealed partial class ReportPageText(string html)
{
    internal string Html { get; } = html;

    /// <summary>The markup without scripts, styles and comments.</summary>
    internal string Markup { get; } = Opaque().Replace(html, string.Empty);

    internal IEnumerable<string> References => ReferenceAttributes().Matches(Markup).Select(match => match.Groups[1].Value);

    internal static async Task<ReportPageText> WriteAsync(ScoreReport report)
    {
        using var stream = new MemoryStream();
        await ScoreReportWriter.WriteAsync(report, stream);
        return new ReportPageText(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>The markup of one section, by its id.</summary>
    internal string Section(string id)
    {
        var start = Markup.IndexOf($"<section id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(start >= 0, $"there is no section {id}");
        return Markup[start..Markup.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Opaque();

    [GeneratedRegex("\\s(?:src|href|srcset|action|formaction|poster|data|background|ping|cite)\\s*=\\s*\"([^\"]*)\"")]
    private static partial Regex ReferenceAttributes();
}
