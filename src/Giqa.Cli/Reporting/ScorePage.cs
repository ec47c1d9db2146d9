using Giqa.Cli.Inputs;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Web;
using Giqa.Web.Reports;

namespace Giqa.Cli.Reporting;

/// <summary>The page of <c>giqa score --report</c>.</summary>
internal sealed class ScorePage(QualityModel model, string modelPath, OpenedInputs inputs, IReadOnlyList<ImageScore> scores, ScoringPass pass, DecodeOptions decoding)
{
    /// <summary>What says where images are bad; null for the model's own, if it has any.</summary>
    public QualityMapper? Maps { get; init; }

    /// <summary>Makes the page and puts it in its place.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="scored">The INPUTs, whose last parts are its heading.</param>
    /// <param name="reals">The INPUT with the images that the model was fitted on; null for where they were then.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked per picture.</param>
    public async Task WriteAsync(string path, IReadOnlyList<string> scored, string? reals, Session session, CancellationToken cancellationToken)
    {
        session.Detail($"making the page {path}");
        if (reals is null && model.References.WithheldSources is [var first, ..])
        {
            session.Warn($"{modelPath} is not marked as fitted by you on this machine, so the images that it names ({first}) are not read and the page shows no real ones: name them with --real INPUT");
        }

        using var source = reals is null || InputSpecification.Parse(reals).IsFeatures() ? null : ImageInput.Open(reals, decoding);
        using var own = Maps is null && model.Maps is { } maps ? new QualityMapper(maps) : null;
        var options = new ScoreReportOptions
        {
            Maps = Maps ?? own,
            Title = string.Join(", ", SetNames.Shorten(scored)),
            Features = pass.FeaturesOf,
            Reals = source,
            Decoding = decoding,
            Facts = [new ReportFact("Scored", string.Join(", ", scored)), new ReportFact("Model file", modelPath)],
        };
        var images = inputs.Images?.Count == scores.Count ? inputs.Images : null;
        var report = ScoreReportBuilder.Build(scores, images, model, options, cancellationToken);
        _ = await session.WritePageAsync(path, stream => ScoreReportWriter.WriteAsync(report, stream, cancellationToken)).ConfigureAwait(false);
    }
}
