using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Demo;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa demo</c>: fits, scores, picks and reports on real images and on stand-ins for generated ones.</summary>
internal sealed class DemoCommand : Verb
{
    private static readonly int[] Strengths = [1, 3, 5];

    private readonly Option<string?> _out = Make.Text("--out", "DIR", "Where everything is written. [default: demo]");
    private readonly Option<string?> _data = Make.Text("--data", "DIR", "The folder with Fashion-MNIST's idx files. [default: Debian's]");
    private readonly Option<int> _reals = Make.Whole("--reals", "Real images to fit the model on.", 5000, 100, 60_000);
    private readonly Option<int> _images = Make.Whole("--images", "Held-out images to make stand-ins of, 19 of each.", 200, 1, 10_000);
    private readonly Option<string> _method = Make.Choice("--method", "How the model scores.", "gmm", "gmm", "knn", "sgm");
    private readonly Option<bool> _json = Make.Json();

    public DemoCommand()
        : base("demo", "Try everything on Fashion-MNIST: fit, score, pick and report, with degraded images as stand-ins for generated ones.")
    {
        foreach (var option in (Option[])[_out, _data, _reals, _images, _method, _json])
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples => ["giqa demo --images 50 --reals 2000", "giqa demo"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var folders = new DemoFolders(arguments.GetValue(_out) ?? "demo");
        var (reals, images, method) = (arguments.GetValue(_reals), arguments.GetValue(_images), arguments.GetValue(_method)!);
        var data = new FashionMnist(arguments.GetValue(_data));
        var standIns = StandIn.All(images, Strengths).ToList();
        WriteStandIns(data, standIns, folders, session, cancellationToken);
        if (Directory.Exists(folders.Picked))
        {
            Directory.Delete(folders.Picked, recursive: true);
        }

        var realInput = string.Create(CultureInfo.InvariantCulture, $"{data.Train}:0..{reals}");
        (Verb Verb, string[] Arguments)[] steps =
        [
            (new FitCommand(), [realInput, "--method", method, "--out", folders.Model]),
            (new ScoreCommand(), [folders.StandIns, "--model", folders.Model, "--out", folders.Scores, "--report", folders.Report]),
            (new PickCommand(), [folders.StandIns, "--model", folders.Model, "--keep", "0.1", "--copy-to", folders.Picked]),
        ];
        foreach (var (verb, words) in steps)
        {
            var code = await session.RunVerbAsync(verb, showResults: verb is not PickCommand, words).ConfigureAwait(false);
            if (code != ExitCode.Done)
            {
                return code;
            }
        }

        var scores = ScoreFile.Read(folders.Scores);
        var report = new DemoReport(reals, images, standIns.Count, method, Strengths, OrderCheck.Run(scores, images, Strengths), folders.Files);
        Print(report, scores, arguments.GetValue(_json), session);
        return ExitCode.Done;
    }

    private static void WriteStandIns(FashionMnist data, List<StandIn> standIns, DemoFolders folders, Session session, CancellationToken cancellationToken)
    {
        session.Note($"making {standIns.Count} stand-ins for generated images in {folders.StandIns}: real photographs, untouched or degraded on purpose");
        using var source = ImageInput.Open(data.Test, new DecodeOptions());
        using var progress = session.Progress("making stand-ins");
        StandInFolder.Write(source, standIns, folders.StandIns, session.Threads, done => progress.Report(done, standIns.Count), cancellationToken);
    }

    private static void Print(DemoReport report, IReadOnlyList<ImageScore> scores, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(report, CliJson.Default.DemoReport);
            return;
        }

        session.Out.WriteLine($"{report.StandIns} stand-ins for generated images ({report.Images} held-out photographs, untouched and degraded), scored against {report.Reals} real ones ({report.Method}).");
        session.Out.WriteLine("Share of same-image pairs in which the less degraded image scores higher, and the mean quality at each strength:");
        session.Tables.Write(
            ["degradation", ">pairs", ">in order", ">untouched", .. report.Strengths.Select(strength => $">strength {strength}")],
            report.Order.Select(OrderCells));
        var ranked = Selection.Picker.Rank(scores);
        session.Out.WriteLine($"best:   {string.Join(", ", ranked.Take(4).Select(row => scores[row].Image))}");
        session.Out.WriteLine($"worst:  {string.Join(", ", ranked.Reverse().Take(4).Select(row => scores[row].Image))}");
        session.Out.WriteLine($"scores: {report.Files.Scores}");
        session.Out.WriteLine($"picked: {report.Files.Picked} (the best tenth)");
        session.Out.WriteLine($"report: {Path.GetFullPath(report.Files.Report)} (open it in a browser)");
    }

    private static string[] OrderCells(OrderRow row) =>
    [
        row.Degradation,
        row.Pairs.ToString("N0", CultureInfo.InvariantCulture),
        row.InOrder.ToString("P1", CultureInfo.InvariantCulture),
        .. row.MeanQuality.Select(quality => quality.ToString("F3", CultureInfo.InvariantCulture)),
    ];
}
