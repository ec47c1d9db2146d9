using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Risa;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Training.Risa;
using Giqa.Training.Torch;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa train risa</c>: trains a scorer of pairs on a reference-guided generator's snapshots.</summary>
internal sealed class TrainRisaCommand : Verb
{
    // Fewer leave the shares more than a fifth uncertain.
    private const int FewPairs = 50;

    private readonly Argument<string> _run = new("RUN") { Description = "A run of a reference-guided generator: a folder or .zip whose manifest.csv has image,iteration,seed,source,reference." };
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where to write the model; its curves and the elbow's chart are written next to it.", required: true);
    private readonly Option<string[]> _real = new("--real") { Description = "Real images to measure FID against. [default: RUN/real, or the references]", HelpName = "INPUT" };
    private readonly Option<string?> _feature = Make.Text("--feature", "BACKBONE|small", "What FID is measured in; small needs no network. [default: the installed backbone]");
    private readonly Option<long?> _elbow = Make.Count("--elbow", "The iteration after which images are blended, instead of the point furthest below the chord of FID.");
    private readonly Option<bool> _resume = Make.Flag("--resume", "Resume from the checkpoint next to --out, if there is one.");
    private readonly RisaSwitches _switches = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public TrainRisaCommand()
        : base("risa", "RISA: how good an image is in the style of a reference, learned from a reference-guided generator.") =>
        Take([_run, _out, _real, _feature, _elbow, _resume, .. _switches.All, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa train risa runs/style --out risa.giqa",
        "giqa train risa runs/style --out risa.giqa --feature small --epochs 10 --contrastive 0",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (run, path, decoding) = (arguments.GetRequiredValue(_run), arguments.GetRequiredValue(_out)!, _images.Read(arguments));
        var options = _switches.Read(arguments);
        _ = TorchLibrary.Load();
        using var snapshots = SnapshotFolder.Open(run, decoding);
        var search = new ElbowSearch(run, arguments.GetValue(_real) ?? [], arguments.GetValue(_feature), arguments.GetValue(_elbow));
        var elbow = await search.FindAsync(snapshots, decoding, _cache.Read(arguments), session, cancellationToken).ConfigureAwait(false);
        session.Note($"elbow at iteration {elbow.ElbowIteration} of {snapshots.Iterations[^1]}{(elbow.IsChosen ? ", as chosen" : $", by FID in {elbow.Feature}")}");
        using var thread = new TrainingThread(new TorchOptions
        {
            Threads = session.Threads,
            Seed = options.Seed,
            Device = session.Device,
            MixedPrecision = _switches.MixedPrecision(arguments),
        });
        var training = new RisaTraining(thread, options, session.Time) { CheckpointPath = $"{path}.checkpoint", Resume = arguments.GetValue(_resume) };
        session.Kept = () => File.Exists(training.CheckpointPath) ? "the finished epochs are kept, and --resume continues from the last" : null;
        RisaResult result;
        using (var line = session.Progress("training"))
        {
            result = training.Run(run, snapshots, elbow, decoding, new Display(session, line, options), cancellationToken);
        }

        session.WriteWhole(() =>
        {
            result.Model.Save(path);
            RisaFiles.Write(path, result.Curve, elbow);
            training.DeleteCheckpoint();
        });
        var measured = elbow.Distances.Count > 0;
        var report = new TrainRisaReport(path, RisaFiles.CurvesOf(path), measured ? RisaFiles.ChartOf(path) : null, measured ? elbow.Feature : null, result.Model.Training, ShareInterval.Of(result.Model.Training.OrderAccuracy, result.Model.Training.ValidationPairs), ShareInterval.Of(result.Model.Training.ReferenceAccuracy, result.Model.Training.ValidationPairs), result.Curve, result.LargestDifference, result.Skipped, result.Warnings);
        Print(report, arguments.GetValue(_json), session);
        return result.Skipped.Count > 0 ? ExitCode.Skipped : ExitCode.Done;
    }

    private static void Print(TrainRisaReport report, bool json, Session session)
    {
        if (report.Skipped.Count > 0)
        {
            session.Warn($"{Counted.With(report.Skipped.Count, "image", "was", "were")} left out, first {report.Skipped[0]}");
        }

        foreach (var warning in report.Warnings)
        {
            session.Warn(warning);
        }

        if (report.Training.ValidationPairs < FewPairs)
        {
            session.Warn($"{Counted.With(report.Training.ValidationPairs, "pair", "was", "were")} held out: the shares below are as uncertain as their intervals say; a larger --held-out keeps more, and so does a run with more sources and references");
        }

        if (json)
        {
            session.WriteJson(report, CliJson.Default.TrainRisaReport);
            return;
        }

        var training = report.Training;
        session.Out.WriteLine($"{report.Out}: risa on {Counted.Of(training.TrainingPairs, "pair")}, {(training.IsRegression ? "a regression" : $"{training.Classifiers} classifiers")}, network {training.Network}, epoch {training.BestEpoch} of {training.Epochs}");
        session.Out.WriteLine(FormattableString.Invariant($"on {Counted.Of(training.ValidationPairs, "held-out pair")}: {Share(training.OrderAccuracy, report.OrderInterval)} in order, {Share(training.ReferenceAccuracy, report.ReferenceInterval)} prefer their own reference, a reference with itself {training.SelfScore:F3}"));
        session.Note($"curves in {report.Curves}{(report.Chart is null ? string.Empty : $", FID and its elbow in {report.Chart}")}");
    }

    private static string Share(double share, ShareInterval interval) => $"{Figures.Percent(share)} (95 %: {Figures.Interval(interval.Low, interval.High)})";

    /// <summary>A line for the current step, and a note for each epoch.</summary>
    private sealed class Display(Session session, ProgressLine line, RisaOptions options) : IProgress<RisaProgress>
    {
        public void Report(RisaProgress value)
        {
            line.Report(((long)(value.Epoch - 1) * options.StepsPerEpoch) + value.Step, (long)options.Epochs * options.StepsPerEpoch, FormattableString.Invariant($"epoch {value.Epoch}, loss {value.Loss:F3}"));
            if (value.Finished is { } epoch)
            {
                session.Detail(FormattableString.Invariant($"epoch {epoch.Epoch}: losses {epoch.Supervision:F3} {epoch.Contrast:F3} {epoch.UpperBound:F3}, held out {epoch.ValidationLoss:F3}, order {epoch.OrderAccuracy:P1}, own reference {epoch.ReferenceAccuracy:P1}, itself {epoch.SelfScore:F3}"));
            }
        }
    }
}
