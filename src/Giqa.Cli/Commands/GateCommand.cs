using System.CommandLine;
using System.Text.Json;
using Giqa.Cli.Comparing;
using Giqa.Cli.Gating;
using Giqa.Cli.Options;
using Giqa.Metrics;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa gate</c>: whether one generated set is no worse than another, by rules, as an exit code.</summary>
internal sealed class GateCommand : Verb
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "The baseline and the candidate, as for compare; with --baseline the candidate alone.",
        Arity = new ArgumentArity(0, 2),
    };

    private readonly Option<string?> _real = Make.Text("--real", "INPUT", "The real images or their features.");
    private readonly Option<string?> _baseline = Make.Text("--baseline", "FILE", "In place of the baseline's images what compare --json or gate --json printed of them; its intervals are wider.");
    private readonly Option<string?> _rules = Make.Text("--rules", "FILE", "The rules. [default: those that --print-rules shows]");
    private readonly Option<bool> _printRules = Make.Flag("--print-rules", "Print the rules as a file to start from, and do nothing else.");
    private readonly Option<string?> _undecided = new("--undecided")
    {
        Description = "What an undecided check makes of the whole: exit code 5, a pass or a failure. [default: as the rules say]",
        HelpName = "stop|pass|fail",
        CustomParser = result => GateRules.UndecidedWords.Contains(Make.Word(result)) ? Make.Word(result) : Make.Fault<string>(result, "--undecided", $"must be one of {string.Join(", ", GateRules.UndecidedWords)}"),
    };

    private readonly Option<string?> _out = Make.OutputFile("--out", "FILE", "Write what --json prints: it is a --baseline for later gates.");
    private readonly Option<string?> _junit = Make.OutputFile("--junit", "FILE", "Write the checks as JUnit XML.");
    private readonly Option<string?> _markdown = Make.OutputFile("--markdown", "FILE", "Write them as Markdown, for the summary of a CI step.");
    private readonly ComparisonSwitches _comparison = new();
    private readonly Option<bool> _json = Make.Json();

    public GateCommand()
        : base("gate", "Fail the build when a generated set is worse than a baseline: pass 0, fail 4, undecided 5.") =>
        Take([_inputs, _real, _baseline, _rules, _printRules, _undecided, _out, _junit, _markdown, .. _comparison.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa gate released/ candidate/ --real reals/",
        "giqa gate candidate/ --baseline released.json --real reals/ --rules rules.json --out gate.json --junit gate.xml --markdown gate.md",
        "giqa gate --print-rules",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var rules = arguments.GetValue(_rules) is { } file ? GateRules.Load(file) : GateRules.Default;
        if (arguments.GetValue(_undecided) is { } word)
        {
            rules = rules.WithUndecided(word);
        }

        if (arguments.GetValue(_printRules))
        {
            session.Out.WriteLine(rules.ToJson());
            return ExitCode.Done;
        }

        var inputs = arguments.GetValue(_inputs) ?? [];
        var saved = arguments.GetValue(_baseline);
        if (inputs.Length != (saved is null ? 2 : 1))
        {
            throw new UsageException(saved is null
                ? $"gate needs two INPUTs, the baseline and the candidate, or one and --baseline FILE; {inputs.Length} given"
                : $"gate needs one INPUT beside --baseline, the candidate; {inputs.Length} given");
        }

        var real = arguments.GetValue(_real) ?? throw new UsageException("gate needs --real INPUT");
        if (FeatureStatistics.IsStatistics(real))
        {
            throw new UsageException($"--real {real}: gate needs the real images or their features: mu and sigma give FID alone, without an interval");
        }

        // What is wrong with a baseline is said before images are read for minutes.
        (ComparisonResult Result, CompareSettings Settings)? before = saved is null ? null : BaselineFile.Read(saved);
        var fit = _comparison.Fit(arguments, session);
        var options = new ComparisonOptions { Metrics = rules.Needed, Seed = fit.Seed, Threads = session.Threads, Fit = fit, Extrapolate = false, FolderTests = true };
        var reader = _comparison.Reader(arguments, session);
        var (comparison, sets) = await ComparisonSwitches.CompareAsync((real, inputs, []), options, reader, session, cancellationToken).ConfigureAwait(false);
        var keys = options.Metrics.Words;
        GateReport report;
        if (before is { } baseline)
        {
            BaselineFile.RequireAlike(saved!, baseline.Settings, CompareSettings.Of(real, comparison, keys));
            report = Gate.Judge(baseline.Result with { Input = saved! }, comparison, rules);
        }
        else
        {
            report = Gate.Judge(comparison, rules);
        }

        var code = CodeOf(report.Outcome);
        var compared = CompareDocument.Of(real, comparison, keys, reader.Skipped);
        var last = comparison.Results[^1];
        var document = new GateDocument(
            report.Outcome,
            code,
            GateWords.Summary(report),
            report.Baseline,
            report.Candidate,
            report.Checks,
            WorstImages(report, sets[^1], last),
            [.. reader.SkippedOfLast.Take(GateDocument.Shown)],
            compared with { Gate = report.Candidate, Results = [.. compared.Results.SkipLast(1), compared.Results[^1] with { QsErrorGivenReals = last.QualityError, LowestQualities = last.LowestQualities }] });
        Write(arguments, report, document, session);
        reader.Tell(session);
        return code;
    }

    private static int CodeOf(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Pass => ExitCode.Done,
        GateOutcome.Fail => ExitCode.Worse,
        _ => ExitCode.Undecided,
    };

    private static IReadOnlyList<NamedQuality> WorstImages(GateReport report, ComparisonInput set, ComparisonResult result)
    {
        var share = report.Checks.FirstOrDefault(check => check.Rule == "images.worst")?.Candidate ?? 0.0;
        string[] names = [.. set.Features.Items.Where(item => item.Fault is null).Select(item => item.Name)];
        return result.Qualities is { } qualities
            ? [.. names.Zip(qualities, (name, quality) => new NamedQuality(name, quality)).OrderBy(image => image.Quality).Take(Math.Min(GateDocument.Shown, (int)Math.Round(share * names.Length)))]
            : [];
    }

    private void Write(ParseResult arguments, GateReport report, GateDocument document, Session session)
    {
        foreach (var warning in document.Comparison.WarningSummary ?? document.Comparison.Warnings)
        {
            session.Warn(warning);
        }

        if (arguments.GetValue(_out) is { } path)
        {
            session.WriteWhole(() => AtomicFile.WriteText(path, JsonSerializer.Serialize(document, GatingJson.Default.GateDocument) + "\n"));
        }

        if (arguments.GetValue(_junit) is { } junit)
        {
            var xml = JUnitFile.Of(report, document.Summary);
            session.WriteWhole(() => AtomicFile.Write(junit, stream => stream.Write(xml)));
        }

        if (arguments.GetValue(_markdown) is { } markdown)
        {
            session.WriteWhole(() => AtomicFile.WriteText(markdown, MarkdownFile.Of(report, document)));
        }

        if (arguments.GetValue(_json))
        {
            session.WriteJson(document, GatingJson.Default.GateDocument);
        }
        else
        {
            GateTables.Write(report, session.Tables);
            session.Out.WriteLine(document.Summary);
        }
    }
}
