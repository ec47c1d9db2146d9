using System.Globalization;
using Giqa.Training.Generators;

namespace Giqa.Cli.Generating;

/// <summary>What <c>giqa gan train --json</c> prints.</summary>
internal sealed record GanTrainReport(
    string Run,
    string Generator,
    long Iterations,
    long Steps,
    double Seconds,
    double StepsPerSecond,
    double? Quality,
    double? OhemFactor,
    double? OhemWeakShare,
    double ObservingSeconds,
    string Grid)
{
    public static GanTrainReport Of(GeneratorRun run, GeneratorResult result) => new(
        run.Folder,
        run.Configuration.Shape.Describe(),
        result.Iteration,
        result.Steps,
        result.Elapsed.TotalSeconds,
        result.Steps / Math.Max(result.Elapsed.TotalSeconds, 1e-9),
        result.Quality,
        run.Configuration.Weighting is null ? null : result.JudgingFactor,
        result.Weighted,
        result.Observing.TotalSeconds,
        Path.Combine(run.Folder, "grids", $"{run.Iterations[^1].ToString("D6", CultureInfo.InvariantCulture)}.png"));
}
