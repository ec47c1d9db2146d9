using System.CommandLine;
using Giqa.Cli.Generating;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Training.Generators;
using Giqa.Training.Styles;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa gan train</c>: trains a generator, keeping samples and weights along the way.</summary>
internal sealed class GanTrainCommand : Verb
{
    // Ctrl+C waits for the current iteration and the checkpoint; a second one does not.
    private static readonly TimeSpan PatienceForCheckpoint = TimeSpan.FromSeconds(30);

    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Training images: a folder, a .zip, @list.txt, an .npy, .npz or idx file; PATH:0..5000 takes a range. Not with --resume.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _out = Make.Text("--out", "RUN", "The folder of the run.", required: true);
    private readonly Option<bool> _resume = Make.Flag("--resume", "Resume the run in --out from its last checkpoint, with the images and settings it was started with.");
    private readonly Option<bool> _force = Make.Flag("--force", "Use an --ohem model even if it scores noise or flat colours well.");
    private readonly StopOptions _stop = new();
    private readonly GanSwitches _switches = new();
    private readonly Option<string> _live = new("--quality-model")
    {
        Description = "What judges samples during training: a model of giqa fit, or quick (the nearest of 512 training images), or off.",
        HelpName = "M.giqa|quick|off",
        DefaultValueFactory = _ => LiveQuality.Quick,
    };

    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public GanTrainCommand()
        : base("train", "Train a generator on images; samples, weights and losses go to a folder. Stop it with Ctrl+C, resume it with --resume.") =>
        Take([_inputs, _out, _resume, _force, .. _stop.All, .. _switches.All, _live, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa gan train real/ --out runs/first --minutes 12",
        "giqa gan train real/ --out runs/style --kind stylegan --iterations 20000 --quality-model real.giqa",
        "giqa gan train --out runs/first --resume --iterations 40000",
        "giqa gan train domains/ --out runs/reference --kind reference --size 32",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (folder, resume, stop) = (arguments.GetRequiredValue(_out)!, arguments.GetValue(_resume), _stop.Read(arguments));
        var decoding = _images.Read(arguments);
        _ = Training.Torch.TorchLibrary.Load();
        if (resume ? StyleRunFolder.Exists(folder) : _switches.ReadStyle(arguments) is not null)
        {
            return TrainStyle(arguments, folder, stop, session, cancellationToken);
        }

        var (configuration, set) = resume ? Resume(arguments, folder, decoding, session, cancellationToken) : Start(arguments, folder, decoding, session, cancellationToken);
        foreach (var skipped in set.Skipped)
        {
            session.Note($"skipped {skipped.Name}: {skipped.Reason}");
        }

        using var live = await LiveQuality.OpenAsync(arguments.GetValue(_live)!, set, session, cancellationToken).ConfigureAwait(false);
        using var judge = configuration.Weighting is { } weighting ? LiveQuality.LoadJudge(weighting.Model, arguments.GetValue(_force), session) : null;
        var run = resume ? GeneratorRun.Open(folder) : GeneratorRun.Create(folder, configuration);
        var training = new GeneratorTraining(run, set, new GeneratorContext
        {
            Threads = session.Threads,
            Device = session.Device,
            Time = session.Time,
            LiveQuality = live?.Judge,
            Ohem = judge?.Judge,
        });
        session.Note($"training {configuration.Shape.Describe()} on {Figures.Count(set.Count)} images in {folder}; Ctrl+C stops it with a checkpoint");
        session.Patience = PatienceForCheckpoint;
        GeneratorResult result;
        using (var line = session.Progress("training"))
        {
            result = training.Run(stop, new TrainingDisplay(session, line, stop), cancellationToken);
        }

        Print(GanTrainReport.Of(run, result), arguments.GetValue(_json), session);
        return set.Skipped.Count > 0 ? ExitCode.Skipped : ExitCode.Done;
    }

    private (RunConfiguration Configuration, TrainingSet Set) Start(ParseResult arguments, string folder, Images.DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var inputs = InputsOf(arguments);
        if (inputs.Length == 0)
        {
            throw new UsageException("INPUT is missing: the images to learn from (or --resume, to continue a run)");
        }

        GeneratorRun.RequireNone(folder);
        var (options, conditions) = (_switches.Read(arguments), _switches.Conditions(arguments));
        var set = TrainingInput.Read(inputs, conditions, options, decoding, session, cancellationToken);
        var configuration = RunConfiguration.For(options, set) with { Inputs = LocatedInputs.Of(inputs), Conditions = conditions is null ? null : LocatedInputs.Of([conditions])[0], Weighting = _switches.Weighting(arguments) };
        return (configuration, set);
    }

    private (RunConfiguration Configuration, TrainingSet Set) Resume(ParseResult arguments, string folder, Images.DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        RequireNothingNew(arguments);
        var configuration = GeneratorRun.Open(folder).Configuration;
        return (configuration, TrainingInput.Read(configuration.Inputs, configuration.Conditions, configuration.Options, decoding, session, cancellationToken));
    }

    private int TrainStyle(ParseResult arguments, string folder, StopRule stop, Session session, CancellationToken cancellationToken)
    {
        var options = arguments.GetValue(_resume) ? null : _switches.ReadStyle(arguments);
        if (options is null)
        {
            RequireNothingNew(arguments);
        }
        else if (InputsOf(arguments).Length == 0)
        {
            throw new UsageException("INPUT is missing: a folder for each domain, or one folder of such folders");
        }

        var (report, skipped) = StyleGenerating.Run(folder, InputsOf(arguments), options, _images.Read(arguments), stop, session, cancellationToken);
        if (arguments.GetValue(_json))
        {
            session.WriteJson(report, CliJson.Default.StyleTrainReport);
        }
        else
        {
            session.Out.WriteLine($"{report.Run}: {report.Generator}, {Figures.Count(report.Iterations)} iterations; {Figures.Count(report.Steps)} of them now, in {Durations.Text(report.Seconds)} ({Figures.Score(report.StepsPerSecond)}/s)");
            session.Out.WriteLine($"{report.Pairs} pairs of sources (top) and references (left): {report.Grid}");
        }

        return skipped ? ExitCode.Skipped : ExitCode.Done;
    }

    private void RequireNothingNew(ParseResult arguments)
    {
        if (InputsOf(arguments).Length > 0 || _switches.Given(arguments).Any())
        {
            var given = _switches.Given(arguments).FirstOrDefault() ?? "INPUT";
            throw new UsageException($"{given} cannot be given with --resume: a run keeps the settings it was started with");
        }
    }

    private string[] InputsOf(ParseResult arguments) => arguments.GetValue(_inputs) ?? [];

    private static void Print(GanTrainReport report, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(report, CliJson.Default.GanTrainReport);
            return;
        }

        session.Out.WriteLine($"{report.Run}: {report.Generator}, {Figures.Count(report.Iterations)} iterations; {Figures.Count(report.Steps)} of them now, in {Durations.Text(report.Seconds)} ({Figures.Score(report.StepsPerSecond)}/s)");
        if (report.Quality is not null)
        {
            session.Out.WriteLine($"mean quality of the samples: {Figures.Quality(report.Quality)}");
        }

        if (report.OhemFactor is not null)
        {
            session.Out.WriteLine($"weighing weak samples: {Figures.Percent(report.OhemWeakShare ?? 0)} of them were weak; it made a step {Figures.Score(report.OhemFactor)} times as long");
        }

        session.Out.WriteLine($"samples: {report.Grid}");
    }
}
