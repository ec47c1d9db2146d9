using Giqa.Features;
using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>Looks for images that a generator made repeatedly.</summary>
internal static class DuplicateSearch
{
    /// <summary>Neighbours requested per image; a larger group is held together by chains.</summary>
    private const int Neighbours = 4;

    /// <summary>Groups of images that are linked by distances within a limit, the largest first.</summary>
    /// <param name="model">The model in whose space distances are measured.</param>
    /// <param name="images">The positions to compare.</param>
    /// <param name="features">The features of an image, or null.</param>
    /// <param name="limit">The largest distance of a link.</param>
    /// <param name="cancellationToken">Checked per block of images.</param>
    internal static IReadOnlyList<ReportDuplicates> Find(QualityModel model, IEnumerable<int> images, Func<int, float[]?> features, double limit, CancellationToken cancellationToken)
    {
        var known = images.Select(image => (Image: image, Values: features(image))).Where(pair => pair.Values is not null).ToArray();
        if (known.Length < 2)
        {
            return [];
        }

        var values = new float[known.Length * model.FeatureCount];
        for (var row = 0; row < known.Length; row++)
        {
            known[row].Values!.CopyTo(values, row * model.FeatureCount);
        }

        var table = model.FindNearestAmong(new FeatureMatrix(known.Length, model.FeatureCount, values), Math.Min(Neighbours, known.Length - 1), cancellationToken: cancellationToken);
        var links = Enumerable.Range(0, known.Length)
            .SelectMany(row => Enumerable.Range(0, table.Neighbours).Select(k => (Row: row, Other: table.IndicesOf(row)[k], Distance: Math.Sqrt(table.SquaredDistancesOf(row)[k]))))
            .Where(link => link.Distance <= limit);
        return Group([.. known.Select(pair => pair.Image)], [.. links]);
    }

    private static List<ReportDuplicates> Group(int[] images, (int Row, int Other, double Distance)[] links)
    {
        var parents = Enumerable.Range(0, images.Length).ToArray();
        int Root(int row)
        {
            while (parents[row] != row)
            {
                row = parents[row] = parents[parents[row]];
            }

            return row;
        }

        foreach (var (row, other, _) in links)
        {
            parents[Root(row)] = Root(other);
        }

        return
        [
            .. links.GroupBy(link => Root(link.Row))
                .Select(group => new ReportDuplicates([.. group.SelectMany(link => (int[])[images[link.Row], images[link.Other]]).Distinct().Order()], group.Min(link => link.Distance)))
                .OrderByDescending(group => group.Entries.Count)
                .ThenBy(group => group.Distance)
                .ThenBy(group => group.Entries[0]),
        ];
    }
}
