using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Reporting;
using Giqa.Cli.Runs;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Selection;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa score</c>: a score and a quality for every image.</summary>
internal sealed class ScoreCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _model = Make.Text("--model", "M.giqa", "The model of real images to score against; a model of 'giqa train risa', or psnr, ssim, ms-ssim, gram or lpips, for pairs with references.", required: true);
    private readonly Option<string?> _out = Make.OutputFile("--out", "S.csv|S.jsonl", "Where the scores go, one row per input. [default: CSV on stdout]");
    private readonly Option<string?> _report = Make.OutputFile("--report", "R.html", "Write a page that shows the best and worst images beside the nearest real ones, or results beside their references, ranked.");
    private readonly ExtraOption _extra = new();
    private readonly Option<string?> _real = Make.Text("--real", "INPUT", "The images that the model was fitted on, for the page and --extra. [default: where they were then]");
    private readonly Option<string?> _map = Make.Text("--map", "DIR", "Write where each image is bad into a new folder: maps, overlays, and regions.csv. A model of fit --maps knows it; for others the real images are read once more.");
    private readonly Option<string?> _reference = Make.Text("--reference", "INPUT", "For a model of 'giqa train risa': the image whose style all were to take, or a folder with references of the same names.");
    private readonly EngineOptions _engine = new("the scores");
    private readonly Option<int> _chunk = Make.Whole("--chunk", "Items of a part, of which each worker makes some. [default: by their number]", 0, 1);
    private readonly Option<int> _top = Make.Whole("--top", "List this many of the best and of the worst images.", 0, 0);
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public ScoreCommand()
        : base("score", "Give every image a score and a quality; half of all real images reach a quality of 0.5.") =>
        Take([_inputs, _model, _out, _report, _extra.Option, _real, _map, _reference, _top, .. _engine.All, _chunk, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa score generated/ --model reals.giqa --out scores.csv --report report.html",
        "giqa score generated/ --model reals.giqa --top 10 --json",
        "giqa score generated/ --model reals.giqa --extra all --out scores.csv",
        "giqa score generated/ --model reals.giqa --out scores.csv --map maps/",
        "giqa score pairs.csv --model risa.giqa --out scores.csv",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (modelPath, path, page) = (arguments.GetRequiredValue(_model)!, arguments.GetValue(_out), arguments.GetValue(_report));
        var (cache, real) = (_cache.Read(arguments), arguments.GetValue(_real));
        if (PairPass.Takes(modelPath))
        {
            return await ScorePairsAsync(arguments, session, cancellationToken).ConfigureAwait(false);
        }

        if (arguments.GetValue(_reference) is not null)
        {
            throw new UsageException($"--reference belongs to a model that compares with references; {modelPath} is none (make one with 'giqa train risa')");
        }

        if (_engine.AreGiven(arguments))
        {
            return await ScoreInPartsAsync(arguments, session, cancellationToken).ConfigureAwait(false);
        }

        var model = QualityModel.Load(modelPath);
        var decoding = _images.ReadFor(arguments, model.Decoding, modelPath);
        var extras = arguments.GetValue(_extra.Option) is { } choice
            ? await ExtraMeasures.PrepareAsync(choice, real, (model, modelPath), decoding, cache, session, cancellationToken).ConfigureAwait(false)
            : null;
        using var inputs = ScoringPass.Open(model, modelPath, arguments.GetRequiredValue(_inputs), decoding, cache, session);
        var pass = new ScoringPass(model, session) { KeepFeatures = page is not null || extras is not null };
        using var maps = arguments.GetValue(_map) is { } folder ? MapPass.Prepare(folder, inputs, real, (model, modelPath), decoding, session, cancellationToken) : null;
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        var scores = extras?.Attach(pass, session, cancellationToken) ?? pass.Scores;
        if (path is not null)
        {
            session.WriteWhole(() => ScoreFile.Write(path, scores));
        }

        if (page is not null)
        {
            var writer = new ScorePage(model, modelPath, inputs, scores, pass, decoding) { Maps = maps?.Mapper };
            await writer.WriteAsync(page, arguments.GetRequiredValue(_inputs), real, session, cancellationToken).ConfigureAwait(false);
        }

        maps?.Write(scores, session, cancellationToken);
        pass.Skipped.Tell(session);
        var method = model.Options.Method.ToString().ToLowerInvariant();
        Print(Describe((modelPath, method, model.BackboneName), path, page, (scores, pass.Skipped), arguments.GetValue(_top)) with { PassedOver = Counts(inputs.Images), Map = arguments.GetValue(_map) }, scores, arguments.GetValue(_json), session);
        return pass.Skipped.Code;
    }

    /// <summary>In parts, by processes of their own; a folder beside the output keeps what is done until all is.</summary>
    private async Task<int> ScoreInPartsAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (modelPath, path) = (arguments.GetRequiredValue(_model)!, arguments.GetValue(_out));
        if (path is null || arguments.GetValue(_report) is not null || arguments.GetValue(_extra.Option) is not null || arguments.GetValue(_map) is not null)
        {
            throw new UsageException("--workers, --on and --detach write scores alone: they need --out, and go without --report, --extra and --map (make a page with 'giqa report' afterwards)");
        }

        var model = QualityModel.Load(modelPath);
        var (decoding, cache, folder) = (_images.ReadFor(arguments, model.Decoding, modelPath), _cache.Read(arguments), $"{Path.GetFullPath(path)}.run");
        using var stage = ScoreStage.Begin(folder, (model, modelPath), arguments.GetRequiredValue(_inputs), decoding, arguments.GetValue(_chunk), cache, session);
        var (scores, skipped) = await stage.RunAsync(_engine.Read(arguments, cache, session)!, cancellationToken).ConfigureAwait(false);
        session.WriteWhole(() => ScoreFile.Write(path, scores));
        ScoreStage.Remove(folder);
        skipped.Tell(session);
        Print(Describe((modelPath, model.Options.Method.ToString().ToLowerInvariant(), model.BackboneName), path, null, (scores, skipped), arguments.GetValue(_top)) with { PassedOver = Counts(stage.Inputs.Images) }, scores, arguments.GetValue(_json), session);
        return skipped.Code;
    }

    private async Task<int> ScorePairsAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_extra.Option) is not null || arguments.GetValue(_real) is not null || arguments.GetValue(_map) is not null || _engine.AreGiven(arguments))
        {
            throw new UsageException("--extra, --map, --real and --workers are for models of real images; a model of pairs writes --out, a table, and --report, a page");
        }

        var (modelPath, path, page, decoding) = (arguments.GetRequiredValue(_model)!, arguments.GetValue(_out), arguments.GetValue(_report), _images.Read(arguments));
        var (pass, inputs) = (new PairPass(modelPath, session), arguments.GetRequiredValue(_inputs));
        using var pairs = PairPass.Open(inputs, arguments.GetValue(_reference), decoding);
        await pass.RunAsync(pairs, decoding, _cache.Read(arguments), cancellationToken).ConfigureAwait(false);
        if (path is not null)
        {
            session.WriteWhole(() => ScoreFile.Write(path, pass.Scores));
        }

        if (page is not null)
        {
            await PairPage.WriteAsync(page, string.Join(", ", SetNames.Shorten(inputs)), pass, (pairs, modelPath), decoding, session, cancellationToken).ConfigureAwait(false);
        }

        pass.Skipped.Tell(session);
        var of = (modelPath, pass.Method, pass.Network);
        Print(Describe(of, path, page, (pass.Scores, pass.Skipped), arguments.GetValue(_top)) with { PassedOver = Counts(pairs.Images) }, pass.Scores, arguments.GetValue(_json), session);
        return pass.Skipped.Code;
    }

    private static IReadOnlyDictionary<string, int>? Counts(IImageSource? images) => images?.PassedOver is { Total: > 0 } passedOver ? passedOver.Counts : null;

    private static ScoreDocument Describe((string Path, string Method, string? Backbone) model, string? path, string? page, (IReadOnlyList<ImageScore> Scores, SkippedList Skipped) run, int top)
    {
        var ranked = Picker.Rank(run.Scores);
        return new ScoreDocument(
            model.Path,
            model.Method,
            model.Backbone,
            path,
            page,
            new ScoreSummary(run.Scores),
            [.. ranked.Take(top).Select(index => run.Scores[index])],
            [.. ranked.Reverse().Take(top).Select(index => run.Scores[index])],
            run.Skipped.Items,
            path is null ? run.Scores : null);
    }

    private static void Print(ScoreDocument document, IReadOnlyList<ImageScore> scores, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(document, CliJson.Default.ScoreDocument);
            return;
        }

        if (document.Out is null)
        {
            using var csv = new MemoryStream();
            ScoreFile.WriteCsv(csv, scores);
            session.Out.Write(System.Text.Encoding.UTF8.GetString(csv.GetBuffer(), 0, (int)csv.Length));
        }

        ScoreTables.Write(document, document.Out is null ? session.SideTables : session.Tables);
    }
}

/// <summary>What <c>giqa score --json</c> prints.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Method">How it scores.</param>
/// <param name="Backbone">What made the features.</param>
/// <param name="Out">The scores file, or null.</param>
/// <param name="Report">The page, or null.</param>
/// <param name="Summary">The table in a few numbers.</param>
/// <param name="Best">The best images, as many as <c>--top</c> asks for.</param>
/// <param name="Worst">The worst images, the worst first.</param>
/// <param name="Skipped">Every input without a score, and why.</param>
/// <param name="Scores">Every row, when there is no scores file; null otherwise.</param>
internal sealed record ScoreDocument(
    string Model,
    string Method,
    string? Backbone,
    string? Out,
    string? Report,
    ScoreSummary Summary,
    IReadOnlyList<ImageScore> Best,
    IReadOnlyList<ImageScore> Worst,
    IReadOnlyList<SkippedImage> Skipped,
    IReadOnlyList<ImageScore>? Scores)
{
    /// <summary>The folder of the maps, or null.</summary>
    public string? Map { get; init; }

    /// <summary>How many files and folders of each kind were passed over, since they are no images by name; null for none.</summary>
    public IReadOnlyDictionary<string, int>? PassedOver { get; init; }
}
