using Giqa.Cli.Inputs;
using Giqa.Cli.Rendering;
using Giqa.Images;
using Giqa.Training.Generators;
using Giqa.Training.Styles;
using Giqa.Training.Torch;

namespace Giqa.Cli.Generating;

/// <summary>The reference-guided kinds of <c>giqa gan train</c>: their inputs are domains, their snapshots pairs.</summary>
internal static class StyleGenerating
{
    private static readonly TimeSpan PatienceForCheckpoint = TimeSpan.FromSeconds(30);

    /// <summary>Trains such a generator, or resumes its training.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="inputs">Empty when it is resumed.</param>
    /// <param name="options">How it is trained; null when it is resumed.</param>
    /// <param name="decoding">How files are decoded.</param>
    /// <param name="stop">When to stop.</param>
    /// <param name="session">The surroundings.</param>
    /// <param name="cancellationToken">Stops it with a checkpoint.</param>
    public static (StyleTrainReport Report, bool Skipped) Run(string folder, string[] inputs, StyleOptions? options, DecodeOptions decoding, StopRule stop, Session session, CancellationToken cancellationToken)
    {
        var run = options is null ? StyleRunFolder.Open(folder) : null;
        var names = run?.Configuration.Domains ?? StyleDomains.Find(LocatedInputs.Of(inputs));
        var domains = StyleDomains.Read(names, (options ?? run!.Configuration.Options).Size, decoding, session.Threads, cancellationToken);
        run ??= StyleRunFolder.Create(folder, options!, domains);
        foreach (var skipped in domains.Skipped)
        {
            session.Note($"skipped {skipped}");
        }

        session.Note($"training {run.Configuration.Options.Kind.ToString().ToLowerInvariant()}, {run.Configuration.Options.Size} x {run.Configuration.Options.Size}, on {Figures.Count(domains.Counts.Sum())} images of {domains.Names.Count} domains in {folder}; Ctrl+C stops it with a checkpoint");
        session.Patience = PatienceForCheckpoint;
        using var line = session.Progress("training");
        var torch = new TorchOptions { Threads = session.Threads, Device = session.Device };
        var result = new StyleTraining(run, domains).Run(torch, stop, session.Time, new Display(session, line), cancellationToken);
        return (StyleTrainReport.Of(run, result), domains.Skipped.Count > 0);
    }

    private sealed class Display(Session session, ProgressLine line) : IProgress<StyleProgress>
    {
        public void Report(StyleProgress value)
        {
            var losses = string.Join(", ", value.Losses.Select(loss => FormattableString.Invariant($"{loss.Key} {loss.Value:F2}")));
            if (value.Snapshot)
            {
                session.Note($"snapshot of iteration {Figures.Count(value.Iteration)} after {Durations.Text(value.Elapsed.TotalSeconds)}: {losses}");
            }

            line.Report(value.Iteration, value.Total ?? 0, losses);
        }
    }
}

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
