using Giqa.Training.Styles;

namespace Giqa.Cli.Generating;

/// <summary>What <c>giqa gan train --json</c> prints for a reference-guided generator.</summary>
internal sealed record StyleTrainReport(string Run, string Generator, long Iterations, long Steps, double Seconds, double StepsPerSecond, IReadOnlyList<string> Domains, int Pairs, string Grid)
{
    public static StyleTrainReport Of(StyleRunFolder run, StyleResult result) => new(
        run.Folder,
        $"{run.Configuration.Options.Kind.ToString().ToLowerInvariant()}, {run.Configuration.Options.Size} x {run.Configuration.Options.Size}",
        result.Iteration,
        result.Steps,
        result.Elapsed.TotalSeconds,
        result.Steps / Math.Max(result.Elapsed.TotalSeconds, 1e-9),
        run.Configuration.Domains,
        result.Pairs,
        result.Grid);
}
