using System.CommandLine;
using Giqa.Cli.Comparing;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;
using Giqa.Metrics;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa compare</c>: one or many generated sets against one real set.</summary>
internal sealed class CompareCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _real = Make.Text("--real", "INPUT", "The real images or their features; for FID alone also an .npz with mu and sigma.", required: true);
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.npz", "Where to write the generated set's mu and sigma, in the format of pytorch-fid and clean-fid.");
    private readonly Option<string?> _report = Make.OutputFile("--report", "R.html", "Write a page with the figures, charts with their spread, tests, folders and a verdict in words.");
    private readonly Option<string> _divisor = Make.Choice("--divisor", "What covariances are divided by: n-1, or n as StyleGAN's metrics do.", "n-1", "n-1", "n");
    private readonly Option<bool> _conventions = Make.Flag("--all-conventions", "Print FID and KID by every tool's complete recipe, and why they differ; needs images.");
    private readonly Option<string[]> _logits = new("--logits")
    {
        Description = "Class logits for 'is', an N x classes .npy or features file per INPUT; inception-fid has its own.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly MetricsOption _metrics = new();
    private readonly Option<bool> _noSpread = Make.Flag("--no-spread", "Skip standard errors, FID-infinity and tests, which is faster.");
    private readonly EngineOptions _engine = new("features, and what is measured,");
    private readonly RunFolderOption _run = new();
    private readonly ComparisonSwitches _comparison = new();
    private readonly Option<bool> _json = Make.Json();

    public CompareCommand()
        : base("compare", "Measure generated sets against a real one: QS, DS, FID, KID, IS, precision, recall, density, coverage.") =>
        Take([_inputs, _real, _metrics.Option, _report, _logits, _out, _divisor, _conventions, _noSpread, .. _engine.All, .. _run.All, .. _comparison.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa compare model-a/ model-b/ --real reals/ --report comparison.html",
        "giqa compare generated/ --real reals/ --all-conventions",
        "giqa compare fakes.safetensors --real reals.safetensors --metrics fid,kid --json",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var specifications = arguments.GetRequiredValue(_inputs);
        var real = arguments.GetRequiredValue(_real)!;
        if (arguments.GetValue(_conventions))
        {
            return await ShowConventionsAsync(arguments, real, specifications, session, cancellationToken).ConfigureAwait(false);
        }

        var logits = arguments.GetValue(_logits) ?? [];
        if (arguments.GetValue(_out) is not null && specifications.Length > 1)
        {
            throw new UsageException("--out writes the statistics of one generated set, but several INPUTs are given");
        }

        if (logits.Length > 0 && logits.Length != specifications.Length)
        {
            throw new UsageException($"{logits.Length} --logits files are given for {specifications.Length} INPUTs");
        }

        if (arguments.GetValue(_report) is not null && FeatureStatistics.IsStatistics(real))
        {
            throw new UsageException("--report needs the real images or their features: mu and sigma give FID alone");
        }

        var reader = _comparison.Reader(arguments, session);
        reader.Run = _run.Begin(arguments, _engine.Read(arguments, _comparison.Cache(arguments), session), Name, [arguments.GetValue(_report), arguments.GetValue(_out)], session);
        var document = FeatureStatistics.IsStatistics(real)
            ? await StatisticsComparison.RunAsync(real, specifications, _metrics.RequireFrechetOnly(arguments), Divisor(arguments), reader, cancellationToken).ConfigureAwait(false)
            : await CompareAsync(arguments, (real, specifications, logits), reader, session, cancellationToken).ConfigureAwait(false);
        reader.Run?.Remove();
        Show(document, arguments.GetValue(_json), session);
        reader.Tell(session);
        return reader.Code;
    }

    private async Task<int> ShowConventionsAsync(ParseResult arguments, string real, string[] specifications, Session session, CancellationToken cancellationToken)
    {
        var settled = Options.Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name).Intersect(["--preset", "--divisor", "--report", "--out", "--logits", "--drop-alpha", "--ignore-orientation", "--workers", "--on", "--run"]).ToList();
        if (settled.Count > 0)
        {
            throw new UsageException($"--all-conventions goes through all of them, so {string.Join(", ", settled)} cannot be given with it");
        }

        var metrics = _metrics.RequireConventional(arguments);
        var fit = _comparison.Fit(arguments, session);
        var comparison = new ConventionComparison(_comparison.BackboneName(arguments), _comparison.Decoding(arguments), _comparison.Cache(arguments), fit.Seed, session);
        var (document, skipped) = await comparison.RunAsync(real, specifications, metrics, cancellationToken).ConfigureAwait(false);
        foreach (var warning in document.Warnings)
        {
            session.Warn(warning);
        }

        if (arguments.GetValue(_json))
        {
            session.WriteJson(document, ComparingJson.Default.ConventionDocument);
        }
        else
        {
            ConventionTables.Write(document, session.Tables);
        }

        skipped.Tell(session);
        return skipped.Code;
    }

    private async Task<CompareDocument> CompareAsync(
        ParseResult arguments,
        (string Real, IReadOnlyList<string> Generated, IReadOnlyList<string> Logits) inputs,
        SetReader reader,
        Session session,
        CancellationToken cancellationToken)
    {
        var metrics = _metrics.Read(arguments);
        var options = Configure(arguments, metrics, session);
        var (report, sets) = await ComparisonSwitches.CompareAsync(inputs, options, reader, session, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_report) is { } page)
        {
            await ComparePageFile.WriteAsync(page, inputs.Real, sets, report, arguments, _comparison.Decoding(arguments), session, cancellationToken).ConfigureAwait(false);
        }

        if (arguments.GetValue(_out) is { } path)
        {
            var statistics = FeatureStatistics.Compute(sets[0].Features.Matrix, options.Divisor, session.Threads, cancellationToken);
            session.WriteWhole(() => statistics.Save(path));
        }

        return CompareDocument.Of(inputs.Real, report, metrics.Words, reader.Skipped) with { Report = arguments.GetValue(_report) };
    }

    private ComparisonOptions Configure(ParseResult arguments, ComparisonMetrics metrics, Session session)
    {
        var fit = _comparison.Fit(arguments, session);
        var spread = !arguments.GetValue(_noSpread);
        return new ComparisonOptions { Metrics = metrics, Seed = fit.Seed, Threads = session.Threads, Fit = fit, Divisor = Divisor(arguments), Spread = spread, Extrapolate = spread };
    }

    private CovarianceDivisor Divisor(ParseResult arguments) => arguments.GetValue(_divisor) == "n" ? CovarianceDivisor.Count : CovarianceDivisor.CountMinusOne;

    private static void Show(CompareDocument document, bool json, Session session)
    {
        foreach (var warning in document.WarningSummary ?? document.Warnings)
        {
            session.Warn(warning);
        }

        if (json)
        {
            session.WriteJson(document, ComparingJson.Default.CompareDocument);
        }
        else
        {
            CompareTables.Write(document, session.Tables);
            foreach (var note in CompareTables.Notes(document))
            {
                session.Out.WriteLine(note);
            }

            foreach (var sentence in document.Verdict ?? [])
            {
                session.Out.WriteLine(sentence);
            }

            if (document.Report is { } page)
            {
                session.Out.WriteLine($"report: {Path.GetFullPath(page)}");
            }
        }
    }
}
