using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Scorers;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Training.Scorers;
using Giqa.Training.Torch;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa train mbc|ir|bc|rank</c>: trains a scorer on a generator's snapshots.</summary>
internal sealed class TrainCommand : Verb
{
    // Ctrl+C waits for the current step, which takes seconds with a large network.
    private static readonly TimeSpan PatienceForStep = TimeSpan.FromSeconds(20);

    private readonly FitMethod _method;
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "Snapshots of a generator: a run's folder with manifest.csv, numbered folders (000100/7.png), or file names that begin with the iteration (107900_1_0.png); or a .zip of one.",
    };

    private readonly Option<string[]> _real = new("--real")
    {
        Description = "Real images: a folder, a .zip, @list.txt, an .npy, .npz or idx file; PATH:0..5000 takes a range.",
        HelpName = "INPUT",
        Required = true,
    };

    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where to write the model; its curves are written next to it.", required: true);
    private readonly Option<bool> _resume = Make.Flag("--resume", "Resume from the checkpoint next to --out, if there is one.");
    private readonly ScorerSwitches _switches;
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public TrainCommand(FitMethod method)
        : base(method.ToString().ToLowerInvariant(), Describe(method))
    {
        (_method, _switches) = (method, new ScorerSwitches(method));
        if (method == FitMethod.Rank)
        {
            _data.Description = "Not needed: rank learns from degraded reals.";
            _data.Arity = ArgumentArity.ZeroOrOne;
        }

        Take([_data, _real, _out, _resume, .. _switches.All, .. _images.All, _json]);
    }

    public override IReadOnlyList<string> Examples => _method == FitMethod.Rank
        ? ["giqa train rank --real reals/ --out rank.giqa"]
        : [$"giqa train {Name} run/ --real reals/ --out {Name}.giqa", $"giqa train {Name} run/ --real reals/:0..5000 --out {Name}.giqa --epochs 20 --resume"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        var reals = arguments.GetRequiredValue(_real);
        var options = _switches.Read(arguments, LocatedInputs.Of(reals));
        var decoding = _images.Read(arguments);
        using var snapshots = _method == FitMethod.Rank ? null : SnapshotFolder.Open(arguments.GetRequiredValue(_data), decoding);
        using var source = ImageInput.Open(reals, decoding);
        session.TellOfInputs(source, decoding);
        using var thread = new TrainingThread(new TorchOptions
        {
            Threads = session.Threads,
            Seed = options.Seed,
            Device = session.Device,
            MixedPrecision = _switches.MixedPrecision(arguments),
        });
        var training = new ScorerTraining(thread, options, session.Time) { CheckpointPath = $"{path}.checkpoint", Resume = arguments.GetValue(_resume) };
        session.Kept = () => File.Exists(training.CheckpointPath) ? "the finished epochs are kept, and --resume continues from the last" : null;
        session.Patience = PatienceForStep;
        ScorerTrainingResult result;
        using (var display = new ScorerTrainingDisplay(session, options.Epochs))
        {
            result = training.Run(new ScorerInputs { Snapshots = snapshots, Reals = source, Decoding = decoding }, display, cancellationToken);
        }

        var curves = TrainingCurves.PathFor(path);
        session.WriteWhole(() =>
        {
            result.Model.Save(path);
            TrainingCurves.Write(curves, result.Curve);
            training.DeleteCheckpoint();
        });
        return Task.FromResult(Print(new TrainSummary(result, path, curves), arguments.GetValue(_json), session));
    }

    private static string Describe(FitMethod method) => method switch
    {
        FitMethod.Mbc => "MBC-GIQA: several binary classifiers on the iteration of snapshots.",
        FitMethod.Ir => "IR-GIQA: a regression on the iteration of snapshots.",
        FitMethod.Bc => "BC-GIQA: one classifier, real or generated.",
        _ => "RankIQA: a ranking of degraded real images; needs no generator.",
    };

    private static int Print(TrainSummary summary, bool json, Session session)
    {
        if (summary.Skipped.Count > 0)
        {
            session.Warn($"{Counted.With(summary.Skipped.Count, "image", "was", "were")} skipped, first {summary.Skipped[0].Image}: {summary.Skipped[0].Status}, {summary.Skipped[0].Detail}");
        }

        foreach (var warning in summary.Warnings)
        {
            session.Warn(warning);
        }

        if (json)
        {
            session.WriteJson(summary, CliJson.Default.TrainSummary);
        }
        else
        {
            var (training, best) = (summary.Training, summary.Epochs[summary.Training.BestEpoch - 1]);
            session.Out.WriteLine($"{summary.Out}: {summary.Method} on {(training.GeneratedImages > 0 ? $"{Figures.Count(training.GeneratedImages)} generated and " : string.Empty)}{Counted.RealImages(training.RealImages)}, network {training.Network}, epoch {training.BestEpoch} of {training.Epochs}");
            session.Out.WriteLine(FormattableString.Invariant($"on {Counted.Images(training.ValidationImages)} of other latents: loss {best.ValidationLoss:F4}, {best.ValidationOrder:P1} of pairs in order; quality calibrated on {Counted.RealImages(summary.HeldOut)}"));
        }

        return summary.Skipped.Count > 0 ? ExitCode.Skipped : ExitCode.Done;
    }
}
