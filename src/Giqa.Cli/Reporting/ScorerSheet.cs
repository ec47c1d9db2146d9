using Giqa.Images;
using Giqa.Scores;
using Giqa.Web;
using Giqa.Web.Reports;
using Giqa.Web.Scorers;

namespace Giqa.Cli.Reporting;

/// <summary>Several scores files of the same images as one page about their scorers.</summary>
internal static class ScorerSheet
{
    /// <summary>Reads the files, finds the images, and writes the page.</summary>
    /// <returns>How many images there are.</returns>
    /// <exception cref="GiqaException">The files are not of the same images, or have no qualities.</exception>
    internal static async Task<int> WriteAsync(IReadOnlyList<string> files, IReadOnlyList<string> inputs, string? title, DecodeOptions decoding, Session session, Stream destination, CancellationToken cancellationToken)
    {
        var names = ScoredSets.Labels(files);
        var rows = files.Select(ScoreFile.Read).ToArray();
        var order = rows[0].Select(row => row.Image).ToArray();
        var scorers = files.Select((file, index) => (names[index], Align(file, rows[index], files[0], order))).ToList();
        var opened = inputs.Count == 0 ? null : ImageInput.Open(inputs, decoding);
        var images = ScoredImages.Find(files[0], rows[0], opened, decoding);
        using var owned = images ?? opened;
        if (images is null)
        {
            session.Warn("none of the images were found, so the page shows none: give their folder with --images");
        }

        var report = ScorerReport.Make(
            scorers,
            images,
            new ScoreReportOptions { Title = title ?? string.Join(", ", names), Decoding = decoding, Facts = [.. files.Select(file => new ReportFact("Scores file", file))] },
            cancellationToken);
        await report.WriteAsync(destination, cancellationToken).ConfigureAwait(false);
        return order.Length;
    }

    /// <summary>A file's rows in the order of the first file's.</summary>
    private static IReadOnlyList<ImageScore> Align(string file, IReadOnlyList<ImageScore> rows, string first, string[] order)
    {
        if (rows.FirstOrDefault(row => row is { IsScored: true, Quality: null }) is { } bare)
        {
            throw new GiqaException($"{file} has no quality for {bare.Image}, and raw scores of different scorers cannot be compared: score the images with a calibrated model");
        }

        var byName = rows.GroupBy(row => row.Image, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var missing = Array.Find(order, name => !byName.ContainsKey(name));
        return missing is null && byName.Count == order.Length && rows.Count == order.Length
            ? [.. order.Select(name => byName[name])]
            : throw new GiqaException($"{file} and {first} are not about the same images ({rows.Count} and {order.Length} rows{(missing is null ? string.Empty : $"; {missing} is in only one")}): --scorers compares scorers on the same images; omit it for sets of different images");
    }
}
