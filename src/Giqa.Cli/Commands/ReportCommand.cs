using System.CommandLine;
using Giqa.Cli.Comparing;
using Giqa.Cli.Options;
using Giqa.Cli.Reporting;
using Giqa.Images;
using Giqa.Models;
using Giqa.Storage;
using Giqa.Web;
using Giqa.Web.Comparisons;
using Giqa.Web.Reports;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa report</c>: a page made from what other verbs wrote.</summary>
internal sealed class ReportCommand : Verb
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Scores files (.csv, .jsonl), each a separate set, and the output of compare --json (.json).",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _out = Make.OutputFile("--out", "R.html", "Where to write the page.", required: true);
    private readonly Option<string[]> _inputs = new("--images")
    {
        Description = "Where the scored images are: once per scores file, in the same order, or once for all. [default: next to the scores file, or the current folder]",
        HelpName = "INPUT",
    };

    private readonly Option<string?> _model = Make.Text("--model", "M.giqa", "The model that gave the scores: the page says how it was made, shows the nearest real image for each of the worst ones, and checks for copies.");
    private readonly Option<bool> _scorers = Make.Flag("--scorers", "The scores files are of the same images by several scorers: the page compares the scorers side by side.");
    private readonly Option<string?> _title = Make.Text("--title", "TEXT", "The page's heading. [default: the files' names]");
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public ReportCommand()
        : base("report", "Write one page from existing scores and comparisons.") =>
        Take([_files, _out, _inputs, _model, _scorers, _title, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa report a.csv b.csv --images a/ --images b/ --out report.html",
        "giqa report gmm.csv nima.csv --scorers --images generated/ --out scorers.html",
        "giqa report scores.csv compared.json --images generated/ --model reals.giqa --out report.html",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (files, path, decoding) = (arguments.GetRequiredValue(_files), arguments.GetRequiredValue(_out)!, _images.Read(arguments));
        var kinds = files.ToLookup(file => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
        if (kinds[true].Skip(1).Any())
        {
            throw new UsageException("a page shows one comparison: give one .json file, which may compare many sets");
        }

        if (arguments.GetValue(_scorers))
        {
            return await WriteScorersAsync(files, arguments, decoding, session, cancellationToken).ConfigureAwait(false);
        }

        var title = arguments.GetValue(_title) ?? string.Join(", ", files.Select(file => Path.GetFileNameWithoutExtension(file)));
        var comparison = kinds[true].FirstOrDefault() is { } json ? PageOf(json, title) : null;
        using var content = new MemoryStream();
        var count = 0;
        if (kinds[false].Any())
        {
            using var sets = ScoredSets.Read([.. kinds[false]], arguments.GetValue(_inputs) ?? [], decoding);
            if (sets.Images is null)
            {
                session.Warn("none of the images were found, so the page shows none: give their folder with --images");
            }

            var file = arguments.GetValue(_model);
            var model = file is null ? null : QualityModel.Load(file);
            if (model?.References.WithheldSources is [var first, ..])
            {
                session.Warn($"{file} was not fitted by you on this machine, so the images it refers to ({first}) are not read and the page shows no real ones: pass them with 'giqa score --report --real INPUT'");
            }

            using var mapper = model?.Maps is { } maps ? new QualityMapper(maps) : null;
            var options = new ScoreReportOptions
            {
                Maps = mapper,
                Title = title,
                Decoding = decoding,
                Facts = [.. kinds[false].Select(scores => new ReportFact("Scores file", scores)), new ReportFact("Model file", file ?? "not given")],
                Features = model is not null && sets.Images is { } images
                    ? await ReportFeatures.ReadAsync(model, file!, images, decoding, _cache.Read(arguments), session, cancellationToken).ConfigureAwait(false)
                    : null,
            };
            var report = ScoreReportBuilder.Build(sets.Scores, sets.Images, model, options, cancellationToken) with { Comparison = comparison };
            await ScoreReportWriter.WriteAsync(report, content, cancellationToken).ConfigureAwait(false);
            count = sets.Scores.Count;
        }
        else
        {
            await comparison!.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }

        session.WriteWhole(() => AtomicFile.Write(path, stream => content.WriteTo(stream)));
        Print(new ReportDocument(path, content.Length, kinds[false].Count(), count, comparison is not null), arguments.GetValue(_json), session);
        return ExitCode.Done;
    }

    private async Task<int> WriteScorersAsync(string[] files, ParseResult arguments, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        if (files.Length < 2 || files.Any(file => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) || arguments.GetValue(_model) is not null)
        {
            throw new UsageException("--scorers takes two or more scores files of the same images, and neither a comparison nor a --model");
        }

        var path = arguments.GetRequiredValue(_out)!;
        var count = 0;
        var length = await session.WritePageAsync(path, async stream =>
            count = await ScorerSheet.WriteAsync(files, arguments.GetValue(_inputs) ?? [], arguments.GetValue(_title), decoding, session, stream, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        Print(new ReportDocument(path, length, files.Length, count, Compared: false), arguments.GetValue(_json), session);
        return ExitCode.Done;
    }

    private static ComparisonPage PageOf(string file, string title)
    {
        var (report, real) = CompareReading.Read(file);
        return new ComparisonPage { Title = title, Comparison = report, RealName = real, Facts = [new ReportFact("Comparison", file)] };
    }

    private static void Print(ReportDocument document, bool isJson, Session session)
    {
        if (isJson)
        {
            session.WriteJson(document, CliJson.Default.ReportDocument);
        }
        else
        {
            session.Out.WriteLine($"{document.Report}: {Counted.Images(document.Images)} from {Counted.Of(document.Sets, "scores file")}, {Rendering.Figures.Bytes(document.Bytes)}");
        }
    }
}

/// <summary>What <c>giqa report --json</c> prints.</summary>
/// <param name="Report">The page.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sets">Scores files on it.</param>
/// <param name="Images">Rows in them.</param>
/// <param name="Compared">Whether it shows a comparison.</param>
internal sealed record ReportDocument(string Report, long Bytes, int Sets, int Images, bool Compared);
