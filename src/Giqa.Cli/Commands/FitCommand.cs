using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Runs;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa fit</c>: fits a model to real images.</summary>
internal sealed class FitCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where the model goes.", required: true);
    private readonly FitSwitches _fit = new();
    private readonly EngineOptions _engine = new("features, and the heavy steps of the fit,");
    private readonly RunFolderOption _run = new();
    private readonly BackboneOptions _backbone = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _maps = Make.Flag("--maps", "Also learn where images are bad, for score --map, serve and exports: up to 900 of the images are read again, most of them a dozen times.");
    private readonly Option<bool> _json = Make.Json();

    public FitCommand()
        : base("fit", "Fit a model to real images, for others to be scored against.") =>
        Take([_inputs, _out, _maps, .. _engine.All, .. _run.All, .. _fit.All, .. _backbone.All, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples => ["giqa fit reals/ --out reals.giqa", "giqa fit reals/ --method knn --neighbours 5 --out reals-knn.giqa"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        var specifications = arguments.GetRequiredValue(_inputs);
        var options = _fit.Read(arguments, session.Threads, LocatedInputs.Of(specifications));
        var needs = new InputNeeds
        {
            Specifications = specifications,
            Decoding = _images.Read(arguments),
            Cache = _cache.Read(arguments),
            BackboneName = _backbone.Name(arguments),
            Preset = _backbone.Preset(arguments),
        };
        var run = _run.Begin(arguments, _engine.Read(arguments, needs.Cache, session), Name, [path], session);
        using var inputs = OpenedInputs.Open(needs, session);
        if (arguments.GetValue(_maps) && (inputs.Images?.Count ?? 0) < MapOptions.LeastImages)
        {
            throw new UsageException(inputs.Images is null
                ? "--maps needs the images themselves, and only features were given"
                : $"--maps needs at least {MapOptions.LeastImages} real images, and there are {inputs.Images.Count}");
        }

        var (reals, skipped) = await (run is null
            ? FeatureCollector.CollectAsync(inputs, "extracting", cancellationToken)
            : run.CollectAsync(needs, inputs, cancellationToken)).ConfigureAwait(false);
        QualityModel model;
        using (var line = session.Progress("fitting"))
        {
            var progress = line.As<FitProgress>(p => (0, 0, p.Detail is null ? p.Stage.ToString().ToLowerInvariant() : $"{p.Stage.ToString().ToLowerInvariant()}, {p.Detail}"));
            model = QualityModel.Fit(reals, options, progress, cancellationToken);
        }

        if (arguments.GetValue(_maps))
        {
            model = model.WithMaps(MapPass.Learn(inputs.Images!, _images.Read(arguments), options.Seed, session, cancellationToken));
        }

        session.WriteWhole(() => model.Save(path));
        run?.Remove();
        skipped.Tell(session);
        foreach (var warning in model.Report.Warnings)
        {
            session.Warn(warning);
        }

        Print(new FitSummary(model, path, skipped.Items), arguments.GetValue(_json), session);
        return skipped.Code;
    }

    private static void Print(FitSummary summary, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(summary, CliJson.Default.FitSummary);
            return;
        }

        session.Out.WriteLine($"{summary.Out}: {summary.Method} on {Counted.RealImages(summary.Counts.Fitted)}, {Counted.Of(summary.Dimensions, "dimension")}, backbone {summary.Backbone ?? "unknown"}");
        session.Out.WriteLine(summary.Chain.Describe(summary.Regularization));
        PrintCandidates(summary, session);
        if (summary.LogLikelihood is not null)
        {
            session.Out.WriteLine($"log likelihood of an image: {Figures.Rounded(summary.LogLikelihood)} fitted, {Figures.Rounded(summary.HeldOutLogLikelihood)} unseen (a gap is normal; compare it only between fits to the same images); {Counted.Of(summary.Iterations ?? 0, "iteration")}{(summary.Converged == true ? string.Empty : ", not converged")}");
        }

        session.Out.WriteLine($"quality calibrated on {Counted.RealImages(summary.Counts.HeldOut)} ({summary.CalibratedBy})");
    }

    private static void PrintCandidates(FitSummary summary, Session session)
    {
        if (summary.Candidates.Count == 0)
        {
            return;
        }

        session.Out.WriteLine($"{Counted.Of(summary.Components ?? 0, "component")} chosen: unseen images are most likely under {(summary.Components == 1 ? "it" : "them")} (log likelihood of an image)");
        session.Tables.Write(
            [">components", ">fitted images", ">unseen images", ">BIC", string.Empty],
            summary.Candidates.Select(candidate => (string[])
            [
                Figures.Count(candidate.Components),
                Figures.Rounded(candidate.TrainingLogDensity),
                Figures.Rounded(candidate.HeldOutLogDensity),
                Figures.Rounded(candidate.Bic),
                candidate.Components == summary.Components ? "chosen" : string.Empty,
            ]));
    }
}
