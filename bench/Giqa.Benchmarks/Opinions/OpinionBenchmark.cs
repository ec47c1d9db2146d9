using System.Globalization;
using Giqa.Agreement;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Benchmarks.Opinions;

/// <summary>
/// Do scores agree with people's? Takes a folder with opinions.csv (columns image, score and prompt) and --reals INPUT, the
/// photographs to fit on. --only NAME,NAME takes these backbones, --taps joint,separate models of all
/// taps together and of each, --images N fewer images, --output FILE writes the table as well.
/// </summary>
internal static class OpinionBenchmark
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        if (args.Length == 0 || options.Text("--reals") is not { } photographs)
        {
            await Console.Error.WriteLineAsync("usage: bench/opinions.sh DIR --reals INPUT [--only NAME,NAME] [--taps joint,separate] [--images N]; DIR holds opinions.csv with the columns image,score,prompt");
            return 2;
        }

        var opinions = OpinionSet.Read(args[0], options.Number("--images", int.MaxValue));
        var lines = new List<string>
        {
            "# Do scores agree with people's?",
            string.Empty,
            $"{Machine.Describe()}. `bench/opinions.sh DIR --reals INPUT`: {opinions.Scores.Length} images of {opinions.Prompts.Length} prompts, {opinions.PairCount} pairs of one prompt whose mean opinions are more than {OpinionSet.LeastDifference} apart.",
            string.Empty,
            "Models are fitted on the photographs with the default options of their backbone, and know nothing of opinions. In brackets the middle 95 % of redrawn prompts, an image's prompt being drawn as a whole.",
            string.Empty,
            "| backbone | method | taps | reals | rank correlation (Spearman) | ahead of the first backbone | pairs in order, % | ahead of the first backbone |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
        };
        var first = new Dictionary<FitMethod, double[]>();
        foreach (var backbone in options.List("--only", "mobilenet-mid", "mobilenet-low"))
        {
            using var extractor = new FeatureExtractor(new BackboneStore().Open(backbone), new ExtractorOptions());
            using var source = ImageInput.Open(photographs, new DecodeOptions());
            using var images = opinions.Open();
            var reals = await FeatureSet.ExtractAsync(extractor, source);
            var features = await FeatureSet.ExtractAsync(extractor, images);
            foreach (var (method, taps) in new[] { FitMethod.Gmm, FitMethod.Sgm, FitMethod.Knn }.SelectMany(method => Taps.Of(options).Select(taps => (method, taps))))
            {
                var scores = QualityModel.Fit(reals, new FitOptions { Method = method, Taps = taps }).Score(features.Matrix);
                var isFirst = first.TryAdd(method, scores);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {backbone} | {method} | {Taps.Name(taps)} | {reals.Matrix.Rows} | {Cells(opinions, scores, isFirst ? null : first[method])} |"));
                await Console.Error.WriteLineAsync(lines[^1]);
            }
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static string Cells(OpinionSet opinions, double[] scores, double[]? others)
    {
        int[] everyPrompt = [.. Enumerable.Range(0, opinions.Prompts.Length)];
        return string.Join(" | ", Measure(Correlation, "F3"), Ahead(Correlation, "+0.000;-0.000"), Measure(InOrder, "F1"), Ahead(InOrder, "+0.0;-0.0"));

        string Measure(Func<OpinionSet, double[], int[], double> figure, string format) =>
            Bootstrap.Cell(figure(opinions, scores, everyPrompt), Bootstrap.Interval(everyPrompt.Length, drawn => figure(opinions, scores, drawn)), format);

        string Ahead(Func<OpinionSet, double[], int[], double> figure, string format) => others is null ? string.Empty : Bootstrap.Cell(
            figure(opinions, scores, everyPrompt) - figure(opinions, others, everyPrompt),
            Bootstrap.Interval(everyPrompt.Length, drawn => figure(opinions, scores, drawn) - figure(opinions, others, drawn)),
            format);
    }

    private static double Correlation(OpinionSet opinions, double[] scores, int[] prompts)
    {
        int[] images = [.. prompts.SelectMany(prompt => opinions.Prompts[prompt])];
        return RankCorrelation.Spearman(Array.ConvertAll(images, image => opinions.Scores[image]), Array.ConvertAll(images, image => scores[image]));
    }

    private static double InOrder(OpinionSet opinions, double[] scores, int[] prompts)
    {
        double right = 0, count = 0;
        foreach (var (better, worse) in prompts.SelectMany(prompt => opinions.Pairs[prompt]))
        {
            right += scores[better] > scores[worse] ? 1 : scores[better] == scores[worse] ? .5 : 0;
            count++;
        }

        return 100 * right / count;
    }
}
