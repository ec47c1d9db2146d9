using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Cli.Demo;

/// <summary>Compares the scores of the same image at different strengths.</summary>
internal static class OrderCheck
{
    /// <summary>One row for each degradation, and one for all.</summary>
    /// <param name="scores">The scores of every stand-in.</param>
    /// <param name="images">How many real images the stand-ins were made from.</param>
    /// <param name="strengths">The strengths, rising.</param>
    /// <exception cref="GiqaException">A stand-in has no score.</exception>
    public static IReadOnlyList<OrderRow> Run(IEnumerable<ImageScore> scores, int images, IReadOnlyList<int> strengths)
    {
        var byName = scores.ToDictionary(score => score.Image, StringComparer.Ordinal);
        var rows = Enum.GetValues<DegradationKind>().Select(kind => Row(kind, byName, images, strengths)).ToList();
        var pairs = rows.Sum(row => row.Pairs);
        var means = Enumerable.Range(0, strengths.Count + 1).Select(level => rows.Average(row => row.MeanQuality[level]));
        return [.. rows, new OrderRow("all", pairs, rows.Sum(row => row.InOrder * row.Pairs) / pairs, [.. means])];
    }

    private static OrderRow Row(DegradationKind kind, Dictionary<string, ImageScore> byName, int images, IReadOnlyList<int> strengths)
    {
        var quality = new double[strengths.Count + 1];
        double inOrder = 0;
        var pairs = 0;
        for (var image = 0; image < images; image++)
        {
            var ladder = strengths.Select(strength => new StandIn(image, kind, strength)).Prepend(new StandIn(image, null, 0))
                .Select(standIn => Scored(byName, standIn)).ToArray();
            for (var i = 0; i < ladder.Length; i++)
            {
                quality[i] += ladder[i].Quality!.Value / images;
                for (var j = i + 1; j < ladder.Length; j++, pairs++)
                {
                    inOrder += (1 + ladder[i].Score!.Value.CompareTo(ladder[j].Score!.Value)) / 2d;
                }
            }
        }

        return new OrderRow(StandIn.NameOf(kind), pairs, inOrder / pairs, quality);
    }

    private static ImageScore Scored(Dictionary<string, ImageScore> byName, StandIn standIn) =>
        byName.TryGetValue(standIn.Name, out var score) && score is { Score: not null, Quality: not null }
            ? score
            : throw new GiqaException($"the stand-in {standIn.Name} has no score; remove the demo's folder and start again");
}
