using System.CommandLine;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Web;
using Giqa.Web.Comparisons;

namespace Giqa.Cli.Comparing;

/// <summary>The page of <c>giqa compare --report</c>.</summary>
internal static class ComparePageFile
{
    /// <summary>Makes the page and writes it.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="real">The real INPUT.</param>
    /// <param name="sets">The generated INPUTs with their features, in the order of the results.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="arguments">The command line, which the page repeats.</param>
    /// <param name="decoding">How images become pixels.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked per picture.</param>
    public static async Task WriteAsync(string path, string real, IReadOnlyList<ComparisonInput> sets, ComparisonReport report, ParseResult arguments, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        session.Detail($"making the page {path}");
        var page = new ComparisonPage
        {
            Title = $"{string.Join(", ", SetNames.Shorten([.. report.Results.Select(result => result.Input)]))} against {SetNames.Shorten([real])[0]}",
            Comparison = report,
            RealName = real,
            Gallery = MakeGallery(sets, report, decoding, cancellationToken),
            Facts = [new ReportFact("Command", $"giqa {string.Join(' ', arguments.Tokens.Select(token => Quote(token.Value)))}")],
        };
        _ = await session.WritePageAsync(path, stream => page.WriteAsync(stream, cancellationToken)).ConfigureAwait(false);
    }

    private static ComparisonGallery? MakeGallery(IReadOnlyList<ComparisonInput> sets, ComparisonReport report, DecodeOptions decoding, CancellationToken cancellationToken)
    {
        var sources = new List<IImageSource?>();
        try
        {
            foreach (var set in sets)
            {
                sources.Add(InputSpecification.Parse(set.Name).IsFeatures() ? null : ImageInput.Open(set.Name, decoding));
            }

            return ComparisonGallery.Make([.. sets.Select((set, i) => new ComparedSet(report.Results[i], set.Features, sources[i]))], decoding, cancellationToken);
        }
        finally
        {
            sources.ForEach(source => source?.Dispose());
        }
    }

    private static string Quote(string word) => word.Any(c => char.IsWhiteSpace(c) || "'\"$&|;<>()*?".Contains(c)) ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'" : word;
}
