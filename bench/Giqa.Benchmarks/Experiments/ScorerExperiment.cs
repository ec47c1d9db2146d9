using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Scorers;
using Giqa.Training.Torch;

namespace Giqa.Benchmarks.Experiments;

/// <summary>Table 1 of the paper, and the sweeps of Tables 5 to 7: how often scorers order pairs of generators that they were not trained on.</summary>
internal sealed class ScorerExperiment : IDisposable
{
    private readonly ExperimentArguments _arguments;
    private readonly TrainingThread _thread;
    private readonly FeatureExtractor _extractor;
    private readonly IImageSource _reals;
    private readonly Lazy<FeatureSet> _fitted;
    private readonly Lazy<FeatureSet> _tested;
    private readonly TestPairs _pairs;
    private readonly List<string> _differences = [];

    private ScorerExperiment(ExperimentArguments arguments)
    {
        _arguments = arguments;
        var threads = arguments.Whole("threads");
        _thread = new TrainingThread(new TorchOptions { Threads = threads });
        _extractor = new FeatureExtractor(new BackboneStore().Open(arguments.Text("backbone") is { Length: > 0 } name ? name : null), new ExtractorOptions { Threads = threads });
        _reals = ImageInput.Open(arguments.Text("real"), new DecodeOptions());
        SnapshotFolder[] runs = [.. arguments.List("test").Select(run => SnapshotFolder.Open(run, new DecodeOptions()))];
        using (var heldOut = ImageInput.Open(arguments.Text("heldout"), new DecodeOptions()))
        {
            _pairs = TestPairs.Draw(runs, heldOut, arguments.Whole("pairs"), arguments.Whole("apart"), 1);
        }

        Array.ForEach(runs, run => run.Dispose());
        _fitted = new(() => arguments.Text("fitted") is { Length: > 0 } file ? FeatureFile.Load(file) : ExperimentImages.Extract(_extractor, ExperimentImages.Read(arguments.Text("real")), threads));
        _tested = new(() => ExperimentImages.Extract(_extractor, _pairs.Images, threads));
    }

    private bool FitsToo => _arguments.Text("fitted") != "none";

    private double[] Shares => Array.ConvertAll(_arguments.List("degraded"), share => double.Parse(share, CultureInfo.InvariantCulture));

    private int Seeds => _arguments.Whole("seeds");

    public void Dispose()
    {
        _reals.Dispose();
        _extractor.Dispose();
        _thread.Dispose();
    }

    /// <summary>Table 1.</summary>
    internal static async Task<int> RunTableAsync(string[] args)
    {
        using var experiment = new ScorerExperiment(Parse(args));
        var trained = experiment._arguments.List("methods").Select(method => Enum.Parse<FitMethod>(method, ignoreCase: true))
            .SelectMany(experiment.TrainWithEachShare);
        var fitted = experiment.Fits().Select(fit => (fit.Name, experiment.FitAndTest(fit.Options)));
        var learned = experiment._arguments.List("given").Select(path => (Path.GetFileNameWithoutExtension(path), experiment.Test(path)))
            .Concat(experiment._arguments.Wholes("preferred").SelectMany(experiment.Prefer));
        return await experiment.WriteAsync(args, "Which scorer orders images rightly?", "bench/experiments/scorers.sh", trained.Concat(fitted).Concat(learned)).ConfigureAwait(false);
    }

    /// <summary>One row for each share of degraded images; RankIQA, which is made of them, has one alone.</summary>
    private IEnumerable<(string Name, PairTally Tally)> TrainWithEachShare(FitMethod method)
    {
        var name = method.ToString().ToUpperInvariant();
        var options = new ScorerTrainingOptions { Method = method };
        var shares = Shares;
        if (method == FitMethod.Rank || shares.Length == 1)
        {
            yield return (name, TrainAndTest(options with { DegradedShare = shares[^1] }));
            yield break;
        }

        var none = default(PairTally);
        foreach (var share in shares)
        {
            var row = (Name: FormattableString.Invariant($"{name}, degraded {share}"), Tally: TrainAndTest(options with { DegradedShare = share }));
            if (none is not null)
            {
                _differences.Add(FormattableString.Invariant($"| {name}, {share} less {shares[0]} | {row.Tally.DifferenceRow(none)} |"));
            }

            none ??= row.Tally;
            yield return row;
        }
    }

    /// <summary>Tables 5 to 7: classifiers of MBC, Gaussians of GMM, neighbours of KNN.</summary>
    internal static async Task<int> RunSweepsAsync(string[] args)
    {
        using var experiment = new ScorerExperiment(Parse(args));
        var trained = experiment._arguments.Wholes("classifiers")
            .Select(count => ($"MBC, N = {count}", experiment.TrainAndTest(new ScorerTrainingOptions { Method = FitMethod.Mbc, Classifiers = count, DegradedShare = experiment.Shares[^1] })));
        var mixtures = experiment._arguments.Wholes("components")
            .Select(count => ($"GMM, M = {count}", experiment.FitAndTest(new FitOptions { Components = count })));
        var neighbours = experiment._arguments.Wholes("neighbours").Where(count => count <= experiment._fitted.Value.Matrix.Rows / 2)
            .Select(count => ($"KNN, K = {count}", experiment.FitAndTest(new FitOptions { Method = FitMethod.Knn, Neighbours = count })));
        return await experiment.WriteAsync(args, "How many classifiers, Gaussians, neighbours?", "bench/experiments/sweeps.sh", trained.Concat(mixtures).Concat(neighbours)).ConfigureAwait(false);
    }

    private static ExperimentArguments Parse(string[] args) => ExperimentArguments.Parse(
        args,
        ("train", null),
        ("test", null),
        ("real", null),
        ("heldout", null),
        ("fitted", string.Empty),
        ("apart", "3"),
        ("picture", string.Empty),
        ("models", string.Empty),
        ("pairs", "1500"),
        ("seeds", "3"),
        ("epochs", "12"),
        ("methods", "rank,bc,ir,mbc"),
        ("given", string.Empty),
        ("preferred", string.Empty),
        ("degraded", "0.5"),
        ("kinds", string.Empty),
        ("threads", $"{Environment.ProcessorCount}"),
        ("backbone", string.Empty),
        ("classifiers", "1,4,6,8,10,12"),
        ("components", "1,5,7,10,20,30,50,70"),
        ("neighbours", "1,5,30,100,500,1000"));

    /// <summary>The fitted models of the table; none where only trained ones are asked for.</summary>
    private IEnumerable<(string Name, FitOptions Options)> Fits()
    {
        if (!FitsToo)
        {
            yield break;
        }

        yield return ("SGM", new FitOptions { Method = FitMethod.Sgm });
        yield return ("GMM, M = 7", new FitOptions());
        yield return ("GMM, M = 70", new FitOptions { Components = 70 });
        yield return ("KNN, K = 1", new FitOptions { Method = FitMethod.Knn });
        yield return ("KNN, K = 30", new FitOptions { Method = FitMethod.Knn, Neighbours = 30 });
    }

    /// <summary>Measures row by row, and writes the table and its picture.</summary>
    private async Task<int> WriteAsync(string[] args, string title, string command, IEnumerable<(string Name, PairTally Tally)> rows)
    {
        var lines = Heading(title, command);
        var measured = new List<(string Name, PairTally Tally)>();
        foreach (var row in rows)
        {
            measured.Add(row);
            lines.Add($"| {row.Name} | {row.Tally.Row()} |");
            await Console.Error.WriteLineAsync(lines[^1]).ConfigureAwait(false);
        }

        if (_arguments.Text("picture") is { Length: > 0 } picture)
        {
            await File.WriteAllTextAsync(picture, IntervalChart.Draw(measured)).ConfigureAwait(false);
            lines.AddRange([string.Empty, $"![Shares and intervals]({Path.GetFileName(picture)})"]);
        }

        var kinds = Enum.GetNames<DegradationKind>();
        lines.AddRange([string.Empty, $"| {TestPairs.Degraded}, of it | {string.Join(" | ", kinds)} |", $"| --- |{string.Concat(kinds.Select(_ => " ---: |"))}", .. measured.Select(row => $"| {row.Name} | {row.Tally.KindRow()} |")]);
        if (_differences.Count > 0)
        {
            lines.AddRange([string.Empty, $"| difference | {string.Join(" | ", TestPairs.Groups)} |", "| --- | ---: | ---: | ---: |", .. _differences]);
        }

        await TableFile.WriteAsync(lines, args).ConfigureAwait(false);
        return 0;
    }

    private List<string> Heading(string title, string command) =>
    [
        $"# {title}",
        string.Empty,
        $"{Machine.Describe()}. `{command}{_arguments.Changed}`",
        string.Empty,
        $"Share of pairs ordered rightly, ties one half, with 95 % intervals over the pairs; {_arguments.Whole("pairs")} pairs of each kind, {_pairs.Images.Count} images. Nobody judged them: a snapshot",
        $"counts as better than one of a much earlier iteration ({_arguments.Whole("apart")} snapshots or more apart; another latent), a real as better than a generated image, and a real as better than itself more degraded (all six kinds).",
        $"Learned scorers were trained on {string.Join(", ", _arguments.List("train").Select(Path.GetFileName))}, {_arguments.Whole("epochs")} epochs at most, {Seeds} seeds (the mean's ± is their deviation); pairs come from {string.Join(", ", _arguments.List("test").Select(Path.GetFileName))} and from reals that no model has seen.",
        $"Training saw {_reals.Count} reals.{(FitsToo ? $" Fitted models: {_fitted.Value.Matrix.Rows} reals, backbone {_extractor.Backbone.Name}, its default chain." : string.Empty)}",
        string.Empty,
        $"| scorer | {string.Join(" | ", TestPairs.Groups)} | mean |",
        "| --- | ---: | ---: | ---: | ---: |",
    ];

    private PairTally TrainAndTest(ScorerTrainingOptions options)
    {
        var tally = new PairTally();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = Train(Degrade(options) with { Epochs = _arguments.Whole("epochs"), Seed = (ulong)seed });
            using var scorer = ImageScorer.Create(model, options.Method.ToString());
            tally.Add(_pairs, [.. _pairs.Images.Select(image => scorer.Score(image).Score!.Value)]);
        }

        return tally;
    }

    /// <summary>Trains a model, or takes up the one that an earlier run left under <c>--models</c>.</summary>
    private QualityModel Train(ScorerTrainingOptions options)
    {
        var kept = _arguments.Text("models") is { Length: > 0 } folder
            ? Path.Combine(folder, FormattableString.Invariant($"{options.Method}-{options.Classifiers}-{options.DegradedShare}{string.Concat(_arguments.List("kinds"))}-{options.Epochs}-{options.Seed}.giqa").ToLowerInvariant())
            : null;
        if (File.Exists(kept))
        {
            return QualityModel.Load(kept);
        }

        using var snapshots = SnapshotFolder.Open(_arguments.Text("train"), new DecodeOptions());
        var model = new ScorerTraining(_thread, options, TimeProvider.System).Run(new ScorerInputs { Snapshots = snapshots, Reals = _reals }).Model;
        if (kept is not null)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            model.Save(kept);
        }

        return model;
    }

    /// <summary>The ways in which training images are degraded, where fewer than all are asked for.</summary>
    private ScorerTrainingOptions Degrade(ScorerTrainingOptions options) =>
        _arguments.List("kinds") is { Length: > 0 } kinds ? options with { DegradedKinds = [.. kinds.Select(kind => Enum.Parse<DegradationKind>(kind, ignoreCase: true))] } : options;

    private PairTally FitAndTest(FitOptions options)
    {
        // One Gaussian and the nearest neighbours depend on the seed by the held-out reals alone, which do not move their order.
        var (tally, threads) = (new PairTally(), _arguments.Whole("threads"));
        for (var seed = 0; seed < (options.Method == FitMethod.Gmm ? Seeds : 1); seed++)
        {
            tally.Add(_pairs, QualityModel.Fit(_fitted.Value, options with { Threads = threads, Seed = (ulong)seed }).Score(_tested.Value.Matrix, threads));
        }

        return tally;
    }

    /// <summary>A model that is there already.</summary>
    private PairTally Test(string path)
    {
        using var scorer = ImageScorer.Load(path);
        var tally = new PairTally();
        tally.Add(_pairs, [.. _pairs.Images.Select(image => scorer.Score(image).Score!.Value)]);
        return tally;
    }

    /// <summary>
    /// Preferences learned from so many pairs of the generator that the others were trained on, judged as the test's pairs are: with a
    /// third of them degraded reals, and with none.
    /// </summary>
    private IEnumerable<(string Name, PairTally Tally)> Prefer(int count)
    {
        using var run = SnapshotFolder.Open(_arguments.Text("train"), new DecodeOptions());
        foreach (var isDegraded in (bool[])[true, false])
        {
            var tally = new PairTally();
            for (var seed = 0; seed < Seeds; seed++)
            {
                var shown = TestPairs.Draw([run], _reals, isDegraded ? (count + 2) / 3 : (count + 1) / 2, _arguments.Whole("apart"), (ulong)(100 + seed));
                TestPair[] judged = [.. shown.Pairs.Where(pair => isDegraded || pair.Group != TestPairs.Degraded).Take(count)];
                tally.Add(_pairs, Prefer(ExperimentImages.Extract(_extractor, shown.Images, _arguments.Whole("threads")), judged, (ulong)seed));
            }

            yield return ($"prefer, {count} pairs{(isDegraded ? string.Empty : ", none degraded")}", tally);
        }
    }

    private double[] Prefer(FeatureSet images, TestPair[] judged, ulong seed)
    {
        // The better image stands left as often as right, as it does before people.
        var random = new SeededRandom(seed);
        PreferenceComparison[] comparisons =
        [
            .. judged.Select(pair => random.NextInt(2) == 0
                ? new PreferenceComparison(pair.Better, pair.Worse, PreferenceOutcome.First, 0)
                : new PreferenceComparison(pair.Worse, pair.Better, PreferenceOutcome.Second, 0)),
        ];
        var (preparation, threads) = (PreferenceFit.Prepare(images), _arguments.Whole("threads"));
        var (components, posterior) = PreferenceFit.Run(preparation.TransformSingle(images.Matrix, threads, default), PreferenceLabels.Of(comparisons), threads, default);
        var rows = components.Transform(preparation.TransformSingle(_tested.Value.Matrix, threads, default));
        return [.. Enumerable.Range(0, _tested.Value.Matrix.Rows).Select(row => posterior.Utility(rows.AsSpan(row * components.Count, components.Count)))];
    }
}
