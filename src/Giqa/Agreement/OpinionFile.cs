using System.Globalization;
using Giqa.Storage;

namespace Giqa.Agreement;

/// <summary>Opinion scores of single images: a CSV with <c>image,score</c>; several rows of one image are averaged.</summary>
internal static class OpinionFile
{
    private const string Header = "image,score";

    /// <summary>Whether a CSV holds opinions of images rather than pairs, by its header.</summary>
    /// <exception cref="GiqaException">The file cannot be read.</exception>
    public static bool IsOpinions(string path)
    {
        var table = CsvTable.Read(path);
        return table.Has("image") && table.Has("score") && !table.Has("choice");
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The mean opinion of every image, in the order of first appearance, with the line of its first appearance.</returns>
    /// <exception cref="GiqaException">The file cannot be read, or a line is wrong: the message names it.</exception>
    public static IReadOnlyList<Opinion> Read(string path) =>
        [.. ReadRows(path).GroupBy(row => row.Image, StringComparer.Ordinal).Select(group => group.First() with { Score = group.Average(row => row.Score) })];

    /// <summary>Reads a file without averaging.</summary>
    /// <returns>Every opinion, in the order of the file; several for one image are kept separate.</returns>
    /// <exception cref="GiqaException">The file cannot be read, or a line is wrong: the message names it.</exception>
    public static IReadOnlyList<Opinion> ReadRows(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var table = CsvTable.Read(path);
        var image = table.Require("image", Header);
        var score = table.Require("score", Header);
        var rows = new List<Opinion>(table.Rows.Count);
        foreach (var (line, fields) in table.Rows)
        {
            if (!double.TryParse(fields[score], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                throw new GiqaException($"{path}, line {line}: the score is '{fields[score]}', but a number is expected");
            }

            rows.Add(new Opinion(fields[image], value, line));
        }

        return rows;
    }
}

/// <summary>What people think of one image.</summary>
/// <param name="Image">The image, as the file names it.</param>
/// <param name="Score">The mean opinion; higher is better.</param>
/// <param name="Line">The line of the file, counted from 1.</param>
internal sealed record Opinion(string Image, double Score, int Line);
