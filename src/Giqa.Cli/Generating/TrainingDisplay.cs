using System.Globalization;
using Giqa.Cli.Rendering;
using Giqa.Training.Generators;

namespace Giqa.Cli.Generating;

/// <summary>Shows training progress: a line that is redrawn in place, and a note for each snapshot.</summary>
internal sealed class TrainingDisplay(Session session, ProgressLine line, StopRule stop) : IProgress<GeneratorProgress>
{
    public void Report(GeneratorProgress value)
    {
        var quality = value.Quality is { } mean ? string.Create(CultureInfo.InvariantCulture, $", quality {mean:F3}") : string.Empty;
        var losses = string.Create(CultureInfo.InvariantCulture, $"loss D {value.DiscriminatorLoss:F2} G {value.GeneratorLoss:F2}{quality}");
        if (value.Snapshot)
        {
            session.Note($"snapshot of iteration {Figures.Count(value.Iteration)} after {Durations.Text(value.Elapsed.TotalSeconds)}: {losses}");
        }

        var left = stop.Duration - value.Elapsed is { Ticks: > 0 } rest ? $", {Durations.Text(rest.TotalSeconds)} at most" : string.Empty;
        line.Report(value.Iteration, value.Total ?? 0, losses + left);
    }
}
