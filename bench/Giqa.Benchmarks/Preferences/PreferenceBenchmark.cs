using System.Globalization;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Benchmarks.Experiments;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Storage;

namespace Giqa.Benchmarks.Preferences;

/// <summary>
/// How well a model of preferences orders images of prompts that no label came from, over the number of labels: opinions; pairs chosen
/// by chance, without noise and with judges who err; and pairs of a longer plan chosen by what they are expected to tell, as <c>giqa label</c> does,
/// with the same judges. Half of the prompts are learned from, drawn anew in every repeat.
/// </summary>
internal static class PreferenceBenchmark
{
    // The page asks anew after every answer; learning takes as long as a few of them.
    private const int Batch = 5;
    private const double Quantile = 1.959963984540054;

    // 133 and 267 are two thirds of 200 and 400.
    private static readonly int[] Sizes = [25, 50, 100, 133, 200, 267, 400];

    internal static async Task<int> RunAsync(string[] args)
    {
        var options = ExperimentArguments.Parse(args, ("features", null), ("opinions", null), ("repeats", "20"), ("noise", "0.15"), ("planned", "3000"), ("first", "0"));
        var (repeats, noise) = (options.Whole("repeats"), double.Parse(options.Text("noise"), CultureInfo.InvariantCulture));
        var (images, opinions, prompts) = Read(options.Text("features"), options.Text("opinions"));
        var cells = Sizes.ToDictionary(size => size, _ => new Cell());
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            new Repeat(images, opinions, prompts, noise, options.Whole("planned"), (ulong)(options.Whole("first") + repeat)).Run(cells);
            await Console.Error.WriteLineAsync($"repeat {repeat + 1} of {repeats}");
        }

        var lines = new List<string>
        {
            "# What is learned of people, over the number of labels",
            string.Empty,
            $"{Machine.Describe()}. `bench/prefer.sh DIR{options.Changed}`, {images.Matrix.Rows} images of {prompts.Distinct().Count()} prompts, backbone {images.BackboneName}",
            string.Empty,
            $"Spearman's rank correlation with people on prompts that no label came from, {(repeats == 1 ? "one repeat" : $"the mean of {repeats} repeats and its standard error")}. *held*: how often",
            $"the 95 % interval around a score holds an opinion of an image of those prompts. Judges who err turn {noise:P0} of their choices round;",
            $"chosen are pairs of {options.Whole("planned")} drawn by chance, the first {LabelLearning.FirstJudgements} at once and then {Batch} at a time.",
            string.Empty,
            $"| labels | opinions | held | pairs by chance | chosen | by chance, judges err | chosen, judges err |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        lines.AddRange(cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"| {cell.Key} | {cell.Value.Describe()} |")));
        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static (FeatureSet Images, double[] Opinions, int[] Prompts) Read(string features, string path)
    {
        var all = FeatureSet.Load(features);
        var names = new ImageNames(all.Items.Where(item => item.Fault is null).Select(item => item.Name));
        var table = CsvTable.Read(path);
        var (image, prompt) = (table.Require("image", "image,score,prompt"), table.Require("prompt", "image,score,prompt"));
        var promptOf = table.Rows.DistinctBy(row => row.Fields[image]).ToDictionary(row => row.Fields[image], row => row.Fields[prompt], StringComparer.Ordinal);
        var found = OpinionFile.Read(path).Where(opinion => names.Find(opinion.Image) is [_]).ToList();
        var numbers = found.Select(opinion => promptOf[opinion.Image]).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] rows = [.. found.Select(opinion => names.Find(opinion.Image)[0])];
        var set = new FeatureSet(all.Matrix.SelectRows(rows), [.. found.Select(opinion => new FeatureItem(opinion.Image))], all.Fingerprint, all.BackboneName);
        return (set, [.. found.Select(opinion => opinion.Score)], [.. found.Select(opinion => numbers[promptOf[opinion.Image]])]);
    }

    /// <summary>The correlations of one number of labels.</summary>
    private sealed class Cell
    {
        internal List<double> Opinions { get; } = [];

        internal List<double> Held { get; } = [];

        internal List<double> Sure { get; } = [];

        internal List<double> ChosenSure { get; } = [];

        internal List<double> Chance { get; } = [];

        internal List<double> Chosen { get; } = [];

        internal string Describe() => string.Join(" | ", Text(Opinions), Held.Average().ToString("P0", CultureInfo.InvariantCulture), Text(Sure), Text(ChosenSure), Text(Chance), Text(Chosen));

        private static string Text(List<double> values)
        {
            var mean = values.Average();
            if (values.Count < 2)
            {
                return mean.ToString(".000", CultureInfo.InvariantCulture);
            }

            var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
            return string.Create(CultureInfo.InvariantCulture, $"{mean:.000} ± {error:.000}");
        }
    }

    /// <summary>One split of the prompts.</summary>
    private sealed class Repeat
    {
        private readonly SeededRandom _random;
        private readonly FeatureMatrix _learned;
        private readonly FeatureMatrix _tested;
        private readonly JudgedImages _survey;
        private readonly double[] _learnedOpinions;
        private readonly double[] _testedOpinions;
        private readonly double _noise;
        private readonly int _planned;

        internal Repeat(FeatureSet images, double[] opinions, int[] prompts, double noise, int planned, ulong seed)
        {
            (_random, _noise, _planned) = (new SeededRandom(seed), noise, planned);
            var count = prompts.Max() + 1;
            var chosen = _random.Choose(count, count / 2).ToHashSet();
            int[] learned = [.. Enumerable.Range(0, prompts.Length).Where(row => chosen.Contains(prompts[row]))];
            int[] tested = [.. Enumerable.Range(0, prompts.Length).Where(row => !chosen.Contains(prompts[row]))];
            (_learnedOpinions, _testedOpinions) = ([.. learned.Select(row => opinions[row])], [.. tested.Select(row => opinions[row])]);

            // The other prompts' images are not looked at, not even for the means and deviations of the features.
            var known = images.Matrix.SelectRows(learned);
            var preparation = PreferenceFit.Prepare(new FeatureSet(known, [.. learned.Select(row => images.Items[row])], images.Fingerprint, images.BackboneName));
            (_learned, _tested) = (preparation.TransformSingle(known, 0, default), preparation.TransformSingle(images.Matrix.SelectRows(tested), 0, default));
            _survey = PreferenceFit.Survey(_learned, 0, default);
        }

        internal void Run(Dictionary<int, Cell> cells)
        {
            var order = _random.Permutation(_learned.Rows);
            (int First, int Second)[] pairs = [.. Enumerable.Range(0, Sizes[^1]).Select(_ => Draw())];
            PreferenceComparison[] sure = [.. pairs.Select(pair => Judge(pair, 0))];
            PreferenceComparison[] chance = [.. pairs.Select(pair => Judge(pair, _noise))];
            (int First, int Second)[] planned = [.. Enumerable.Range(0, _planned).Select(_ => Draw())];
            Choosing[] choosing = [new(planned, 0, cell => cell.ChosenSure), new(planned, _noise, cell => cell.Chosen)];
            foreach (var size in Sizes)
            {
                var (components, posterior) = Fit(PreferenceLabels.Of([.. order.Take(size).Select(row => (row, _learnedOpinions[row]))]));
                var rows = components.Transform(_tested);
                cells[size].Opinions.Add(Correlate(components, posterior));
                cells[size].Held.Add(Held(rows, components, posterior));
                cells[size].Sure.Add(Correlate(PreferenceLabels.Of(sure[..size])));
                cells[size].Chance.Add(Correlate(PreferenceLabels.Of(chance[..size])));
                foreach (var way in choosing)
                {
                    Ask(way, size);
                    way.ColumnOf(cells[size]).Add(Correlate(PreferenceLabels.Of([.. way.Judged])));
                }
            }
        }

        /// <summary>Asks about open pairs, by what they are expected to tell, until so many are judged.</summary>
        private void Ask(Choosing way, int size)
        {
            while (way.Judged.Count < size)
            {
                var count = Math.Min(way.Judged.Count < LabelLearning.FirstJudgements ? LabelLearning.FirstJudgements : Batch, size - way.Judged.Count);
                (int First, int Second)[] asked = [.. InformativePairs.After(_survey, PreferenceLabels.Of([.. way.Judged]), default).Choose(way.Open, way.Judged, count).Select(i => way.Open[i])];
                way.Judged.AddRange(asked.Select(pair => Judge(pair, way.Noise)));
                _ = way.Open.RemoveAll(asked.Contains);
            }
        }

        private (PrincipalComponents Components, PreferencePosterior Posterior) Fit(PreferenceLabels labels) => PreferenceFit.Run(_learned, labels, 0, default);

        private double Correlate(PreferenceLabels labels)
        {
            var (components, posterior) = Fit(labels);
            return Correlate(components, posterior);
        }

        private double Correlate(PrincipalComponents components, PreferencePosterior posterior)
        {
            var (rows, dimensions) = (components.Transform(_tested), components.Count);
            return RankCorrelation.Spearman(_testedOpinions, [.. Enumerable.Range(0, _tested.Rows).Select(row => posterior.Utility(rows.AsSpan(row * dimensions, dimensions)))]);
        }

        private double Held(double[] rows, PrincipalComponents components, PreferencePosterior posterior)
        {
            var (held, dimensions) = (0, components.Count);
            for (var row = 0; row < _tested.Rows; row++)
            {
                var own = rows.AsSpan(row * dimensions, dimensions);
                var rest = Math.Max(SquaredLength(_tested.Row(row), components.Mean) - Squares(own), 0);
                var deviation = Math.Sqrt(Math.Pow(posterior.Deviation(own, rest), 2) + Math.Pow(posterior.Noise, 2));
                held += Math.Abs(_testedOpinions[row] - posterior.Utility(own)) < Quantile * deviation ? 1 : 0;
            }

            return (double)held / _tested.Rows;
        }

        private (int First, int Second) Draw()
        {
            var pair = _random.Choose(_learned.Rows, 2);
            return (pair[0], pair[1]);
        }

        private PreferenceComparison Judge((int First, int Second) pair, double noise)
        {
            var isFirst = _learnedOpinions[pair.First] > _learnedOpinions[pair.Second];
            return new PreferenceComparison(pair.First, pair.Second, _random.NextDouble() < noise != isFirst ? PreferenceOutcome.First : PreferenceOutcome.Second, 0);
        }

        private static double Squares(ReadOnlySpan<double> values)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += value * value;
            }

            return sum;
        }

        private static double SquaredLength(ReadOnlySpan<float> row, ReadOnlySpan<double> mean)
        {
            var sum = 0.0;
            for (var i = 0; i < row.Length; i++)
            {
                sum += (row[i] - mean[i]) * (row[i] - mean[i]);
            }

            return sum;
        }
    }

    /// <summary>Pairs that are chosen, and what judges who err so often said of them.</summary>
    private sealed class Choosing(IReadOnlyList<(int First, int Second)> planned, double noise, Func<Cell, List<double>> columnOf)
    {
        internal List<(int First, int Second)> Open { get; } = [.. planned];

        internal List<PreferenceComparison> Judged { get; } = [];

        internal double Noise => noise;

        internal List<double> ColumnOf(Cell cell) => columnOf(cell);
    }
}
