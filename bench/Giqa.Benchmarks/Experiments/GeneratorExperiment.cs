using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Generators;

namespace Giqa.Benchmarks.Experiments;

/// <summary>Tables 2 to 4 of the paper on our generators: QS, DS, FID, precision and recall; the picker against truncation; OHEM.</summary>
internal sealed class GeneratorExperiment : IDisposable
{
    private const double PickedShare = .9;

    private readonly ExperimentArguments _arguments;
    private readonly FeatureExtractor _extractor;
    private readonly FeatureSet _reals;
    private readonly RgbImage[] _sources;
    private readonly int _threads;

    private GeneratorExperiment(ExperimentArguments arguments)
    {
        (_arguments, _threads) = (arguments, arguments.Whole("threads"));
        _extractor = new FeatureExtractor(new BackboneStore().Open(arguments.Text("backbone") is { Length: > 0 } name ? name : null), new ExtractorOptions { Threads = _threads });
        _sources = arguments.Text("conditions") is { Length: > 0 } sources ? ExperimentImages.Read(sources) : [];
        _reals = ExperimentImages.Extract(_extractor, ExperimentImages.Read(arguments.Text("real")), _threads);
    }

    private int Samples => _arguments.Whole("samples");

    /// <summary>What QS and DS are measured with. A mixture of few samples takes all reals for outliers, and its DS says nothing.</summary>
    private FitOptions Judge => _arguments.Text("method") == "knn" ? new FitOptions { Method = FitMethod.Knn, HoldOut = 0 } : new FitOptions();

    public void Dispose() => _extractor.Dispose();

    /// <summary>Table 2: every run, at its iterations.</summary>
    internal static async Task<int> RunTableAsync(string[] args)
    {
        using var experiment = new GeneratorExperiment(Parse(args, ("runs", null), ("iterations", "all")));
        var lines = experiment.Heading("How good are our generators?", "bench/experiments/generators.sh", "| generator | iteration | QS | DS | FID | precision | recall |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var run in experiment._arguments.List("runs").Select(GeneratorRun.Open))
        {
            foreach (var iteration in experiment.Iterations(run))
            {
                var figures = experiment.Measure(experiment.Sample(run, iteration, 1, 0));
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileName(run.Folder)} | {iteration} | {Cells(figures)} | {figures.Figures.Precision:F3} | {figures.Figures.Recall:F3} |"));
                await Console.Error.WriteLineAsync(lines[^1]).ConfigureAwait(false);
            }
        }

        await TableFile.WriteAsync(lines, args).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Table 3: the share that a picker leaves, against truncation to the same number.</summary>
    internal static async Task<int> RunPickerAsync(string[] args)
    {
        using var experiment = new GeneratorExperiment(Parse(args, ("run", null), ("picture", string.Empty), ("rates", "1,0.9,0.8,0.7,0.6,0.5")));
        var run = GeneratorRun.Open(experiment._arguments.Text("run"));
        var lines = experiment.Heading("The picker against truncation", "bench/experiments/picker.sh", "| rate | by | QS | DS | FID |", "| ---: | --- | ---: | ---: | ---: |");
        lines.Insert(4, $"Generator {Path.GetFileName(run.Folder)}, iteration {run.Iterations[^1]}. Picker: of {2 * experiment.Samples} samples ranked by GMM-GIQA, that share is kept, and {experiment.Samples} of the kept are drawn. Truncation: {experiment.Samples} samples at that psi.");
        var pool = experiment.Sample(run, run.Iterations[^1], 1, 0, 2 * experiment.Samples);
        var scores = QualityModel.Fit(experiment._reals, new FitOptions { Threads = experiment._threads }).Score(pool.Matrix, experiment._threads);
        var points = new List<RatePoint>();
        foreach (var rate in Rates(experiment._arguments))
        {
            points.Add(new RatePoint("picker", rate, experiment.Measure(experiment.Pick(pool, scores, rate))));
            points.Add(new RatePoint("truncation", rate, experiment.Measure(experiment.Sample(run, run.Iterations[^1], rate, 0))));
            lines.AddRange(points.TakeLast(2).Select(point => string.Create(CultureInfo.InvariantCulture, $"| {rate:0.0} | {point.Series} | {Cells(point.Result)} |")));
            await Console.Error.WriteLineAsync(lines[^2]).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(lines[^1]).ConfigureAwait(false);
        }

        if (experiment._arguments.Text("picture") is { Length: > 0 } picture)
        {
            await File.WriteAllTextAsync(picture, RateChart.Draw(points)).ConfigureAwait(false);
            lines.AddRange([string.Empty, $"![The same as curves]({Path.GetFileName(picture)})"]);
        }

        await TableFile.WriteAsync(lines, args).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Table 4: generators trained without and with hard negatives weighed, and the picker on top; several seeds of each.</summary>
    internal static async Task<int> RunOhemAsync(string[] args)
    {
        using var experiment = new GeneratorExperiment(Parse(args, ("plain", null), ("ohem", null)));
        var measured = new Dictionary<string, ComparisonFigures[]>();
        var lines = experiment.Heading("Weighing weak samples while a generator is trained (OHEM)", "bench/experiments/ohem.sh", "| training | runs | QS | DS | FID |", "| --- | ---: | ---: | ---: | ---: |");
        foreach (var (name, runs, pick) in new[] { ("plain", "plain", false), ("plain, picker at 0.9", "plain", true), ("OHEM", "ohem", false), ("OHEM, picker at 0.9", "ohem", true) })
        {
            var results = experiment._arguments.List(runs).Select(GeneratorRun.Open).Select(run => experiment.MeasureLast(run, pick).Figures).ToArray();
            measured[name] = results;
            lines.Add($"| {name} | {results.Length} | {Spread(results, f => f.Qs, 3)} | {Spread(results, f => f.Ds, 3)} | {Spread(results, f => f.Fid, 2)} |");
            await Console.Error.WriteLineAsync(lines[^1]).ConfigureAwait(false);
        }

        lines.AddRange(PairedDifference.Table("what is gained, seed by seed", ("QS", f => f.Qs, 3), ("DS", f => f.Ds, 3), ("FID", f => f.Fid, 2))
            .Of("OHEM over plain", measured["OHEM"], measured["plain"])
            .Of("the picker over plain", measured["plain, picker at 0.9"], measured["plain"])
            .Of("OHEM and picker over plain", measured["OHEM, picker at 0.9"], measured["plain"])
            .Lines);
        await TableFile.WriteAsync(lines, args).ConfigureAwait(false);
        return 0;
    }

    /// <summary>The iterations that are measured: all, the last, or as many of the last ones as the option says.</summary>
    private IEnumerable<long> Iterations(GeneratorRun run) => _arguments.Text("iterations") switch
    {
        "all" => run.Iterations,
        "last" => run.Iterations.TakeLast(1),
        _ => run.Iterations.TakeLast(_arguments.Whole("iterations")),
    };

    private static double[] Rates(ExperimentArguments arguments)
    {
        double[] rates = [.. arguments.List("rates").Select(text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) ? rate : double.NaN)];
        return Array.TrueForAll(rates, rate => rate is >= .5 and <= 1) ? rates
            : throw new GiqaException($"--rates {arguments.Text("rates")}: numbers from 0.5 to 1 are expected, since half of the ranked samples are drawn, such as 1,0.9,0.5");
    }

    private static ExperimentArguments Parse(string[] args, params (string Name, string? Initial)[] own) => ExperimentArguments.Parse(
        args, [.. own, ("real", null), ("samples", "2000"), ("threads", $"{Environment.ProcessorCount}"), ("backbone", string.Empty), ("method", "gmm"), ("conditions", string.Empty)]);

    private static string Cells(ComparisonResult result)
    {
        var (figures, errors) = (result.Figures, result.Errors);
        return string.Create(CultureInfo.InvariantCulture, $"{figures.Qs:F3} ± {errors.Qs:F3} | {figures.Ds:F3} ± {errors.Ds:F3} | {figures.Fid:F2} ± {errors.Fid:F2}");
    }

    private static string Spread(ComparisonFigures[] results, Func<ComparisonFigures, double?> read, int digits)
    {
        double[] values = [.. results.Select(result => read(result) ?? double.NaN)];
        var mean = values.Average();
        var deviation = values.Length > 1 ? $" ± {Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1)).ToString($"F{digits}", CultureInfo.InvariantCulture)}" : string.Empty;
        return mean.ToString($"F{digits}", CultureInfo.InvariantCulture) + deviation;
    }

    private List<string> Heading(string title, string command, string header, string rule) =>
    [
        $"# {title}",
        string.Empty,
        $"{Machine.Describe()}. `{command}{_arguments.Changed}`",
        string.Empty,
        $"{Samples} samples against {_reals.Matrix.Rows} reals, backbone {_extractor.Backbone.Name}: FID is of its features and compares only within this page. QS and DS are by {(_arguments.Text("method") == "knn" ? "the nearest neighbour, calibrated by folds" : "a mixture of Gaussians")}. ± is the standard error where one generator is measured, and the deviation over runs where several are.",
        string.Empty,
        header,
        rule,
    ];

    private ComparisonResult MeasureLast(GeneratorRun run, bool pick)
    {
        var pool = Sample(run, run.Iterations[^1], 1, 0, pick ? 2 * Samples : Samples);
        return pick
            ? Measure(Pick(pool, QualityModel.Fit(_reals, new FitOptions { Threads = _threads }).Score(pool.Matrix, _threads), PickedShare), spread: false)
            : Measure(pool, spread: false);
    }

    private FeatureSet Sample(GeneratorRun run, long iteration, double truncation, ulong firstSeed, int? count = null)
    {
        using var sampler = GeneratorSampler.Open(run.Weights(iteration), _threads);
        var samples = run.Configuration.Shape.IsConditional
            ? sampler.Translate(Conditions(run.Configuration))
            : sampler.Sample([.. Enumerable.Range(0, count ?? Samples).Select(i => firstSeed + (ulong)i)], truncation);
        return ExperimentImages.Extract(_extractor, samples, _threads);
    }

    /// <summary>What a conditional generator starts from: maps of images that neither it has seen nor the samples are measured against.</summary>
    private IEnumerable<float[]> Conditions(RunConfiguration run) => _sources.Length >= Samples
        ? _sources.Take(Samples).Select(image => ConditionMaps.Compute(SquareCrop.Resize(image, run.Shape.Size), run.Options.Condition))
        : throw new GiqaException($"a {GeneratorShape.NameOf(run.Shape.Kind)} generator starts from maps of images: give {Samples} or more by --conditions INPUT ({_sources.Length} were given), others than those of --real");

    private FeatureSet Pick(FeatureSet pool, double[] scores, double rate)
    {
        int[] ranked = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        var kept = (int)Math.Round(rate * ranked.Length);
        int[] drawn = [.. new SeededRandom(7).Choose(kept, Math.Min(Samples, kept)).Select(place => ranked[place])];
        FeatureItem[] items = [.. drawn.Select(i => new FeatureItem($"{i}"))];
        return new FeatureSet(pool.Matrix.SelectRows(drawn), items, pool.Fingerprint, pool.BackboneName);
    }

    private ComparisonResult Measure(FeatureSet generated, bool spread = true) => Comparison.Run(
        _reals,
        [new ComparisonInput("generated", generated)],
        new ComparisonOptions
        {
            Metrics = ComparisonMetrics.QualityScore | ComparisonMetrics.DiversityScore | ComparisonMetrics.Frechet | ComparisonMetrics.PrecisionRecall,
            Threads = _threads,
            Extrapolate = false,
            Fit = Judge,
            Spread = spread,
        }).Results[0];
}
