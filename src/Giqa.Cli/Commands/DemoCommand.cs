using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Comparing;
using Giqa.Cli.Demo;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Scores;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa demo</c>: fits, scores, picks, measures and reports, on real images and on samples of our own generators.</summary>
internal sealed class DemoCommand : Verb
{
    private readonly Option<string?> _out = Make.Text("--out", "DIR", "Where everything is written. [default: demo]");
    private readonly Option<string?> _data = Make.Text("--data", "DIR", "The folder with Fashion-MNIST's idx files. [default: Debian's]");
    private readonly Option<string?> _emoji = Make.Text("--emoji", "FONT", "The bitmap font with colour emoji. [default: Debian's, where it is installed]");
    private readonly Option<int> _reals = Make.Whole("--reals", "Real images to fit the model on.", 5000, 100, 60_000);
    private readonly Option<int> _images = Make.Whole("--images", "Samples of each generator at each iteration, as many as there are.", 1000, 50, 1000);
    private readonly Option<int> _heldOut = Make.Whole("--held-out", "Other real images, for DS.", 1000, 20, 10_000);
    private readonly Option<string> _method = Make.Choice("--method", "How the model scores.", "gmm", "gmm", "knn", "sgm");
    private readonly CacheOptions _cache = new();
    private readonly Option<bool> _json = Make.Json();

    public DemoCommand()
        : base("demo", "Try everything: fit, score, pick, measure and report on clothes of two generators at several points of their training, and on emoji that are damaged here and there.") =>
        Take([_out, _data, _emoji, _reals, _images, _heldOut, _method, _json, .. _cache.All]);

    public override IReadOnlyList<string> Examples => ["giqa demo --images 50 --reals 2000", "giqa demo"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var folders = new DemoFolders(arguments.GetValue(_out) ?? "demo");
        var (reals, heldOut, method) = (arguments.GetValue(_reals), arguments.GetValue(_heldOut), arguments.GetValue(_method)!);
        var cache = _cache.Read(arguments);
        var data = new FashionMnist(arguments.GetValue(_data));
        session.Note($"unpacking samples of {string.Join(" and ", DemoSamples.Generators)} to {folders.Generated}");
        var samples = DemoSamples.Generators.SelectMany(generator => DemoSamples.Unpack(generator, folders.Generated, arguments.GetValue(_images))).ToList();
        var code = await RunVerbsAsync(folders, Range(data.Train, reals), method, cache, session).ConfigureAwait(false);
        if (code != ExitCode.Done)
        {
            return code;
        }

        var scores = ScoreFile.Read(folders.Scores);
        session.Note($"measuring the diversity of {samples.DistinctBy(Place).Count()} snapshots (giqa compare --metrics ds --method knn)");
        var reader = new SetReader(session, new InputNeeds { Specifications = [], Decoding = new DecodeOptions(), Cache = cache });
        var snapshots = await DemoFigures.SnapshotsAsync(samples, scores, folders.Generated, Range(data.Test, heldOut), reader, session.Threads, cancellationToken).ConfigureAwait(false);
        var (emoji, failed) = await ShowEmojiAsync(arguments.GetValue(_emoji), folders, cache, session).ConfigureAwait(false);
        if (failed)
        {
            return ExitCode.Failed;
        }

        var report = new DemoReport(reals, heldOut, samples.Count, method, snapshots, DemoFigures.Order(samples, scores), folders.Files, emoji);
        Print(report, scores, arguments.GetValue(_json), session);
        return ExitCode.Done;
    }

    private static async Task<int> RunVerbsAsync(DemoFolders folders, string reals, string method, CacheChoice cache, Session session)
    {
        if (Directory.Exists(folders.Picked))
        {
            Directory.Delete(folders.Picked, recursive: true);
        }

        (Verb Verb, string[] Arguments)[] steps =
        [
            (new FitCommand(), [reals, "--method", method, "--out", folders.Model]),
            (new ScoreCommand(), [folders.Generated, "--model", folders.Model, "--out", folders.Scores, "--report", folders.Report]),
            (new PickCommand(), [folders.Generated, "--model", folders.Model, "--keep", "0.1", "--copy-to", folders.Picked]),
        ];
        foreach (var (verb, words) in steps)
        {
            var code = await InnerRun.RunAsync(session, verb, showResults: verb is not PickCommand, [.. words, .. Cached(cache)]).ConfigureAwait(false);
            if (code != ExitCode.Done)
            {
                return code;
            }
        }

        return ExitCode.Done;
    }

    private static string[] Cached(CacheChoice cache) => cache.Folder is not { } folder ? ["--no-cache"] : cache.IsNamed ? ["--cache", folder] : [];

    /// <summary>The part in colour; without a font that was asked for it is left out.</summary>
    private static async Task<(EmojiReport? Report, bool Failed)> ShowEmojiAsync(string? font, DemoFolders folders, CacheChoice cache, Session session)
    {
        if (font is null && !RegularFile.Exists(EmojiFont.DebianPath))
        {
            session.Note("no pictures in colour: they are those of Debian's fonts-noto-color-emoji, which is not installed; --emoji names its font elsewhere");
            return (null, false);
        }

        var report = await new EmojiDemo(new DemoFolders(Path.Combine(folders.Root, "emoji")), font ?? EmojiFont.DebianPath, session).RunAsync(Cached(cache)).ConfigureAwait(false);
        return (report, report is null);
    }

    private static string Range(string path, int count) => string.Create(CultureInfo.InvariantCulture, $"{path}:0..{count}");

    private static string Place(SnapshotImage sample) => sample.Image[..sample.Image.LastIndexOf('/')];

    private static void Print(DemoReport report, IReadOnlyList<ImageScore> scores, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(report, CliJson.Default.DemoReport);
            return;
        }

        session.Out.WriteLine($"{Figures.Count(report.Images)} samples of generators that were trained here, scored against {Figures.Count(report.Reals)} real images ({report.Method}).");
        session.Out.WriteLine($"QS is the samples' mean quality (realism), DS that of {Figures.Count(report.HeldOut)} other real images under a model of the samples (diversity):");
        session.Tables.Write(["generator", ">iterations", ">samples", ">QS", ">DS"], report.Snapshots.Select(Cells));
        foreach (var order in report.Order)
        {
            session.Out.WriteLine($"{order.Generator}: of two samples from one latent vector, the later one scores higher in {Figures.Percent(order.InOrder)} of {Figures.Count(order.Pairs)} pairs");
        }

        var ranked = Selection.Picker.Rank(scores);
        session.Out.WriteLine($"best:   {string.Join(", ", ranked.Take(4).Select(row => scores[row].Image))}");
        session.Out.WriteLine($"worst:  {string.Join(", ", ranked.Reverse().Take(4).Select(row => scores[row].Image))}");
        session.Out.WriteLine($"scores: {report.Files.Scores}");
        session.Out.WriteLine($"picked: {report.Files.Picked} (the best tenth)");
        session.Out.WriteLine($"report: {Path.GetFullPath(report.Files.Report)} (open it in a browser)");
        if (report.Emoji is { } emoji)
        {
            session.Out.WriteLine();
            session.Out.WriteLine($"In colour: the same {emoji.Sets[0].Images} emoji whole, damaged all over and damaged in one place, scored against {Figures.Count(emoji.Reals)} others, with maps of where they are bad:");
            session.Tables.Write(["emoji", ">pictures", ">QS", ">worst place"], emoji.Sets.Select(set => (string[])[set.Set, Figures.Count(set.Images), Figures.Quality(set.QualityScore), Figures.Quality(set.WorstPlace)]));
            session.Out.WriteLine($"one-place: the worst place lies in the damage in {Figures.Percent(emoji.WorstPlaceInDamage)} of pictures, by chance it would in {Figures.Percent(emoji.ByChance)}");
            session.Out.WriteLine($"report: {Path.GetFullPath(emoji.Files.Report)} (its switch shows where they are bad)");
        }
    }

    private static string[] Cells(DemoSnapshot snapshot) =>
    [
        snapshot.Generator,
        Figures.Count(snapshot.Iteration),
        Figures.Count(snapshot.Images),
        Figures.Quality(snapshot.QualityScore),
        Figures.Quality(snapshot.DiversityScore),
    ];
}
