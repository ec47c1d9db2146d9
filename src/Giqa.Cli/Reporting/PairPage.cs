using Giqa.Cli.Inputs;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Web;
using Giqa.Web.Pairs;

namespace Giqa.Cli.Reporting;

/// <summary>The page of <c>giqa score --report</c> for images with references.</summary>
internal static class PairPage
{
    /// <summary>Makes the page and writes it.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="pass">What was scored.</param>
    /// <param name="scored">The pairs, and what was given as the model.</param>
    /// <param name="decoding">How files are decoded.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked per picture.</param>
    public static async Task WriteAsync(string path, string title, PairPass pass, (ReferencePairs Pairs, string Model) scored, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        session.Detail($"making the page {path}");
        var options = new PairReportOptions { Title = title, Decoding = decoding, Facts = [new ReportFact(pass.Model is null ? "Measure" : "Model file", scored.Model)] };
        var report = PairReportBuilder.Build(pass.Scores, scored.Pairs, pass.Model, pass.Model is null ? scored.Model : null, options, cancellationToken);
        _ = await session.WritePageAsync(path, stream => report.WriteAsync(stream, cancellationToken)).ConfigureAwait(false);
    }
}
