using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Web.Reports.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Reports;

/// <summary>Writes a report as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
public static class ScoreReportWriter
{
    /// <summary>
    /// Chooses which images to show, makes their thumbnails, finds the real images nearest to the worst ones, looks for
    /// near-copies of real images, and writes the page in UTF-8. Only thumbnails are kept in memory.
    /// </summary>
    /// <param name="scores">One row per image.</param>
    /// <param name="source">The images in the same order, or null if only their features are available: the page then shows no pictures.</param>
    /// <param name="model">The model that scored them; null if it is not available: the page then shows no real images.</param>
    /// <param name="options">The heading, the features, the real images, and how much to show.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Checked per thumbnail and per block of images, and before writing.</param>
    /// <exception cref="ArgumentException">Scores and images differ in number.</exception>
    public static Task WriteAsync(IReadOnlyList<ImageScore> scores, IImageSource? source, QualityModel? model, ScoreReportOptions options, Stream destination, CancellationToken cancellationToken = default) =>
        WriteAsync(ScoreReportBuilder.Build(scores, source, model, options, cancellationToken), destination, cancellationToken);

    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="report">What the page shows.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    internal static Task WriteAsync(ScoreReport report, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(destination);
        return StaticPage.WriteAsync<ReportPage>(new ServiceCollection().AddCascadingValue(_ => report).AddCascadingValue(_ => report.Comparison), destination, cancellationToken);
    }
}
