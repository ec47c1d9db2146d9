using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Generating;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Training.Generators;
using Giqa.Training.Styles;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa gan list</c>: what a run has kept.</summary>
internal sealed class GanListCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run." };
    private readonly Option<bool> _json = Make.Json();

    public GanListCommand()
        : base("list", "List the snapshots of a run, with losses and quality.") =>
        Take([_run, _json]);

    public override IReadOnlyList<string> Examples => ["giqa gan list runs/first"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var folder = arguments.GetRequiredValue(_run);
        if (StyleRunFolder.Exists(folder))
        {
            throw new UsageException($"{folder} is a run of a reference-guided generator, which 'gan list' does not support: its snapshots are in {Path.Combine(folder, "manifest.csv")}, its losses in {Path.Combine(folder, "losses.csv")}; 'giqa gan sample' and 'giqa train risa' work with it");
        }

        var run = GeneratorRun.Open(folder);
        var report = new GanListReport(run.Folder, run.Configuration.Shape.Describe(), run.Configuration.Images, run.Configuration.Inputs, Entries(run));
        if (arguments.GetValue(_json))
        {
            session.WriteJson(report, CliJson.Default.GanListReport);
            return Task.FromResult(ExitCode.Done);
        }

        session.Out.WriteLine($"{report.Run}: {report.Generator}, trained on {Figures.Count(report.Images)} images of {string.Join(", ", report.Inputs)}");
        session.Tables.Write(
            [">iteration", ">samples", ">time", ">loss D", ">loss G", ">quality"],
            report.Snapshots.Select(entry => (string[])
            [
                Figures.Count(entry.Iteration),
                Figures.Count(entry.Samples),
                entry.Seconds is { } seconds ? Durations.Text(seconds) : string.Empty,
                Loss(entry.LossDiscriminator),
                Loss(entry.LossGenerator),
                Figures.Quality(entry.Quality),
            ]));
        return Task.FromResult(ExitCode.Done);
    }

    private static List<GanListEntry> Entries(GeneratorRun run)
    {
        if (run.Iterations.Count == 0)
        {
            return [];
        }

        using var snapshots = SnapshotFolder.Open(run.Folder, new DecodeOptions());
        var samples = snapshots.Images.CountBy(image => image.Iteration).ToDictionary();
        var log = run.ReadLog().ToDictionary(line => line.Iteration);
        return run.Iterations.Select(iteration =>
        {
            var line = log.GetValueOrDefault(iteration);
            return new GanListEntry(iteration, samples.GetValueOrDefault(iteration), run.WeightsPath(iteration), line?.Elapsed.TotalSeconds, line?.DiscriminatorLoss, line?.GeneratorLoss, line?.Quality);
        }).ToList();
    }

    private static string Loss(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? string.Empty;
}
