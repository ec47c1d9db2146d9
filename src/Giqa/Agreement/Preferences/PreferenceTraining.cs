using System.Globalization;
using Giqa.Agreement.People;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Agreement.Preferences;

/// <summary>Learns a model of people's preferences from labels of images.</summary>
/// <param name="images">All images at hand, judged or not.</param>
/// <param name="labels">What people said of some of them, by rows of the images' features.</param>
/// <param name="groups">The group of every row, such as its prompt; null where every image is one of its own.</param>
internal sealed class PreferenceTraining(FeatureSet images, PreferenceLabels labels, int[]? groups)
{
    /// <summary>The fewest judgements that are learned from.</summary>
    internal const int LeastLabels = 10;

    /// <summary>The fewest images that people did not judge for quality to be calibrated on them alone.</summary>
    internal const int LeastUnjudged = 50;

    // Of the log odds, or of the range of the opinions: what is less is rounding.
    private const double LeastDifference = 1e-9;

    /// <summary>Real images to calibrate quality on; null to calibrate on <c>images</c>.</summary>
    internal FeatureSet? Reals { get; init; }

    /// <summary>Scorers that know nothing of the labels: one score per row of the images' features.</summary>
    internal IReadOnlyList<(string Name, double[] Scores)> Others { get; init; } = [];

    /// <summary>Every opinion, where an image may have several; null where the labels have them all.</summary>
    internal IReadOnlyList<(int Row, double Opinion)>? SingleOpinions { get; init; }

    /// <summary>Of opinions that are means of several people's, how far one person's lie from them; null where each is one person's.</summary>
    internal double? Spread { get; init; }

    /// <summary>What the report calls the judgements' file.</summary>
    internal string? Source { get; init; }

    /// <summary>The network behind the features, which is shown what is no image; null where it is not at hand.</summary>
    internal Backbone? Network { get; init; }

    /// <summary>What chance starts from: the folds.</summary>
    internal ulong Seed { get; init; }

    /// <summary>0 means one per core; the result does not depend on it.</summary>
    internal int Threads { get; init; }

    /// <summary>Learns the model, and measures by folds how well it foretells people.</summary>
    /// <param name="progress">Told how many fits of how many are done.</param>
    /// <param name="cancellationToken">Checked per step of a fit.</param>
    /// <exception cref="GiqaException">There are too few labels.</exception>
    internal QualityModel Run(IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        RequirePreferences();
        var preparation = PreferenceFit.Prepare(images);
        var prepared = preparation.TransformSingle(images.Matrix, Threads, cancellationToken);
        int[] grouped = groups ?? [.. Enumerable.Range(0, images.Matrix.Rows)];
        var folds = new PreferenceFolds(labels, grouped, Seed);
        progress?.Report((0, folds.Count + 1));
        var known = PreferenceFit.Judged(prepared, labels, Threads, cancellationToken);
        var (components, posterior) = (known.Components, PreferenceFit.Run(known, labels, hasSpread: true, cancellationToken));
        RequireDifferences(known, posterior);
        var forecast = folds.Run(known, Others, Threads, done => progress?.Report((done + 1, folds.Count + 1)), cancellationToken);
        var chain = new FeatureChain(preparation.InputDimensions, preparation.TakesRoots, preparation.Standardization, components);
        var scorer = new PreferenceScorer(posterior);
        var (calibration, calibratedOn) = Calibrate(chain, scorer, cancellationToken);
        var judged = labels.Rows();
        return new QualityModel([new ModelBranch([new ScoredTap(chain, scorer, ScoreScale.None)], calibration)], chain, LearnedModel.NoReferences(chain.OutputDimensions, new FitOptions()))
        {
            Options = new FitOptions { Method = FitMethod.Prefer, Chain = ChainKind.Own, SquareRoots = chain.TakesRoots, Standardize = true, PcaRate = 1, PcaResidual = false, Seed = Seed },
            Report = new FitReport
            {
                CalibratedBy = calibratedOn,
                PcaComponents = components.Count,
                Dimensions = components.Count,
                Counts = new FitCounts(images.Items.Count + (Reals?.Items.Count ?? 0), images.Items.Count - images.Matrix.Rows + Skipped(Reals), judged.Length, calibration.HeldOutCount, 0),
                Warnings = Warnings(new ModelBranch([new ScoredTap(chain, scorer, ScoreScale.None)], calibration), calibratedOn),
            },
            Preference = new PreferenceReport
            {
                Labels = labels.ArePairs ? "pairs" : "opinions",
                Judgements = labels.Count,
                JudgedImages = judged.Length,
                Observers = labels.ArePairs ? labels.Comparisons.Max(comparison => comparison.Observer) + 1 : 1,
                Groups = groups is null ? judged.Length : judged.Select(row => groups[row]).Distinct().Count(),
                CalibratedOn = calibratedOn,
                Noise = labels.ArePairs ? null : posterior.Noise,
                Figure = labels.ArePairs ? "accuracy" : "spearman",
                Tested = forecast.Foretold.Count,
                Figures = forecast.Figures,
                Verdict = forecast.Verdict,
            },
            People = People(forecast, calibration, grouped),
            Provenance = images.Provenance,
            Software = ModelFile.Software,
        };
    }

    /// <summary>Refuses labels that say of no image that it is better than another.</summary>
    private void RequirePreferences()
    {
        if (labels.Count < LeastLabels)
        {
            var have = labels.ArePairs ? Counted(labels.Count, "judgement of usable images", "judgements of usable images") : Counted(labels.Count, "usable image with an opinion", "usable images with opinions");
            throw new GiqaException($"there {have}; at least {LeastLabels} are needed, and some hundred make a sound model");
        }

        if (labels.ArePairs && labels.Comparisons.All(pair => pair.Outcome == PreferenceOutcome.Tie))
        {
            throw new GiqaException($"all {labels.Count} judgements are ties, which leaves nothing to learn: some must prefer an image");
        }

        if (!labels.ArePairs && labels.Opinions.All(label => label.Opinion == labels.Opinions[0].Opinion))
        {
            throw new GiqaException($"all {labels.Count} opinions are {labels.Opinions[0].Opinion.ToString(CultureInfo.InvariantCulture)}, which leaves nothing to learn");
        }

        static string Counted(int count, string one, string many) => count == 1 ? $"is 1 {one}" : $"are {count} {many}";
    }

    /// <summary>Refuses a model that finds all judged images equally good: choices for and against every image cancel out, or all go to one side.</summary>
    private void RequireDifferences(JudgedImages known, PreferencePosterior posterior)
    {
        double[] utilities = [.. labels.Rows().Select(row => posterior.Utility(known.RowOf(row)))];
        var unit = labels.ArePairs ? 1 : labels.Opinions.Max(label => label.Opinion) - labels.Opinions.Min(label => label.Opinion);
        if (utilities.Max() - utilities.Min() < LeastDifference * unit)
        {
            throw new GiqaException(labels.ArePairs
                ? $"the {labels.Count} judgements cancel out: every image is preferred as often as the one beside it, which leaves nothing to learn"
                : $"the {labels.Count} images with opinions cannot be told apart by their features, which leaves nothing to learn");
        }
    }

    /// <summary>Quality in people's terms, of judgements by models that have not learned from them; null where too few could be foretold.</summary>
    private PeopleMap? People(PreferenceForecast forecast, Calibration calibration, int[] grouped)
    {
        var draft = new PeopleFit.Draft(labels.ArePairs ? "pairs" : "opinions", Source, 1, Spread, AreOwn: true);
        double[][] qualities = [.. forecast.Foretold.Select(label => Array.ConvertAll(label.Utilities, calibration.Quality))];
        var images = forecast.Foretold.SelectMany((label, i) => labels.RowsOf(label.Label).Zip(qualities[i])).DistinctBy(image => image.First).ToDictionary(image => image.First, image => image.Second);
        if (forecast.Foretold.Count < PeopleFit.LeastJudgements || images.Count < PeopleFit.LeastImages || images.Values.Distinct().Take(2).Count() < 2)
        {
            return null;
        }

        if (labels.ArePairs)
        {
            PeopleChoice[] choices = [.. forecast.Foretold.Select((label, i) => (Pair: labels.Comparisons[label.Label], Qualities: qualities[i])).Select(label => new PeopleChoice(
                label.Qualities[0], label.Qualities[1], PeopleFit.Preferred(label.Pair.Outcome), grouped[label.Pair.First], grouped[label.Pair.Second], label.Pair.Observer, 1))];
            return PeopleFit.SayNothing(choices) ? null : PeopleFit.Fit([.. images.Values], choices, choices.Length, draft with { Observers = choices.Select(choice => choice.Observer).Distinct().Count() });
        }

        int[] rows = [.. images.Keys];
        var places = rows.Index().ToDictionary(row => row.Item, row => row.Index);
        (int, double)[] opinions = [.. (SingleOpinions ?? labels.Opinions).Where(opinion => places.ContainsKey(opinion.Row)).Select(opinion => (places[opinion.Row], opinion.Opinion))];
        var pairs = PeopleFit.Pairs(opinions, [.. images.Values], [.. rows.Select(row => grouped[row])], Spread);
        return PeopleFit.SayNothing(pairs) ? null : PeopleFit.Fit([.. images.Values], pairs, opinions.Length, draft);
    }

    private static int Skipped(FeatureSet? set) => set is null ? 0 : set.Items.Count - set.Matrix.Rows;

    private (Calibration Calibration, string On) Calibrate(FeatureChain chain, PreferenceScorer scorer, CancellationToken cancellationToken)
    {
        var judged = labels.Rows().ToHashSet();
        int[] unjudged = [.. Enumerable.Range(0, images.Matrix.Rows).Where(row => !judged.Contains(row))];
        var (features, on) = Reals is not null ? (Reals.Matrix, "reals")
            : unjudged.Length >= LeastUnjudged ? (images.Matrix.SelectRows(unjudged), "unjudged images")
            : (images.Matrix, "images");
        var rows = chain.Transform(features, Threads, cancellationToken).Values;
        var scores = new double[features.Rows];
        scorer.Score(rows, scores, Threads, cancellationToken);
        return (Calibration.Fit(scores), on);
    }

    private string[] Warnings(ModelBranch branch, string on)
    {
        var count = branch.Calibration.HeldOutCount;
        var praised = Network is null ? null : ForeignProbe.Run(Network, branch).Describe();
        return
        [
            .. on == "reals" ? Array.Empty<string>() : [$"No real images were given: a quality of 0.5 is that of the median of {count} {on}, not of real ones."],
            .. count >= FitOptions.MinimumHeldOut ? Array.Empty<string>() : [$"Quality is calibrated on {count} images: some hundreds are better."],
            .. praised is null ? Array.Empty<string>() : [praised],
        ];
    }
}
