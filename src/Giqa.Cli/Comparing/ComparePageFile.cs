using System.CommandLine;
using Giqa.Metrics;
using Giqa.Storage;
using Giqa.Web.Comparisons;
using Giqa.Web.Reports;

namespace Giqa.Cli.Comparing;

/// <summary>The page of <c>giqa compare --report</c>.</summary>
internal static class ComparePageFile
{
    /// <summary>Makes the page and puts it in its place.</summary>
    public static async Task WriteAsync(string path, string real, ComparisonReport report, ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        session.Detail($"making the page {path}");
        var page = new ComparisonPage
        {
            Title = $"{string.Join(", ", SetNames.Shorten([.. report.Results.Select(result => result.Input)]))} against {SetNames.Shorten([real])[0]}",
            Comparison = report,
            RealName = real,
            Facts = [new ReportFact("Command", $"giqa {string.Join(' ', arguments.Tokens.Select(token => Quote(token.Value)))}")],
        };
        using var content = new MemoryStream();
        await ComparisonPageWriter.WriteAsync(page, content, cancellationToken).ConfigureAwait(false);
        session.WriteWhole(() => AtomicFile.Write(path, stream => content.WriteTo(stream)));
    }

    private static string Quote(string word) => word.Any(c => char.IsWhiteSpace(c) || "'\"$&|;<>()*?".Contains(c)) ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'" : word;
}
