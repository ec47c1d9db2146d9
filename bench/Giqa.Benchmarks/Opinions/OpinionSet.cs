using System.Globalization;
using Giqa.Benchmarks.Degradations;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Benchmarks.Opinions;

/// <summary>Images with the mean of people's scores, and which of them show one prompt.</summary>
internal sealed class OpinionSet
{
    /// <summary>Pairs whose mean opinions are nearer than this are no pairs: people themselves would not agree on them.</summary>
    internal const double LeastDifference = .5;

    private readonly string _folder;
    private readonly string[] _images;

    private OpinionSet(string folder, (string Image, double Score, string Prompt)[] rows)
    {
        (_folder, _images) = (folder, [.. rows.Select(row => row.Image)]);
        Scores = [.. rows.Select(row => row.Score)];
        Prompts = [.. Enumerable.Range(0, rows.Length).GroupBy(image => rows[image].Prompt, StringComparer.Ordinal).Select(group => group.ToArray())];
        Pairs = [.. Prompts.Select(PairsOf)];
    }

    /// <summary>The mean opinion of every image.</summary>
    internal double[] Scores { get; }

    /// <summary>Prompt by prompt its images.</summary>
    internal int[][] Prompts { get; }

    /// <summary>Prompt by prompt its pairs.</summary>
    internal (int Better, int Worse)[][] Pairs { get; }

    internal int PairCount => Pairs.Sum(pairs => pairs.Length);

    /// <summary>Reads a folder's opinions.csv; of more images than wanted, whole prompts are taken from the front.</summary>
    internal static OpinionSet Read(string folder, int most)
    {
        const string header = "image,score,prompt";
        var table = CsvTable.Read(Path.Combine(folder, "opinions.csv"));
        var (image, score, prompt) = (table.Require("image", header), table.Require("score", header), table.Require("prompt", header));
        var rows = table.Rows
            .Select(row => (Image: row.Fields[image], Score: double.Parse(row.Fields[score], CultureInfo.InvariantCulture), Prompt: row.Fields[prompt]))
            .GroupBy(row => row.Prompt, StringComparer.Ordinal)
            .SelectMany(group => group)
            .ToArray();
        var cut = Math.Min(most, rows.Length);
        while (cut < rows.Length && rows[cut].Prompt == rows[cut - 1].Prompt)
        {
            cut++;
        }

        return new OpinionSet(folder, rows[..cut]);
    }

    internal IImageSource Open()
    {
        var all = ImageInput.Open(_folder, new DecodeOptions());
        var places = Enumerable.Range(0, all.Count).ToDictionary(all.GetName, StringComparer.Ordinal);
        return new SelectedSource(all, [.. _images.Select(image => places[image])]);
    }

    private (int Better, int Worse)[] PairsOf(int[] images) =>
    [
        .. from better in images
           from worse in images
           where Scores[better] - Scores[worse] > LeastDifference
           select (better, worse),
    ];
}
