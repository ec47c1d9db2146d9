using System.Globalization;
using Giqa.Metrics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>A Markdown table of differences between runs of equal seeds, with 95 % intervals by Student's t.</summary>
internal sealed class PairedDifference
{
    // Two-sided 95 % quantiles of Student's t for 1, 2, 3 ... degrees of freedom.
    private static readonly double[] Quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

    private readonly (string Name, Func<ComparisonFigures, double?> Read, int Digits)[] _columns;
    private readonly List<string> _lines;

    private PairedDifference(string title, (string Name, Func<ComparisonFigures, double?> Read, int Digits)[] columns) => (_columns, _lines) = (columns,
    [
        string.Empty,
        $"| {title} | {string.Join(" | ", columns.Select(column => column.Name))} |",
        $"| --- |{string.Concat(columns.Select(_ => " ---: |"))}",
    ]);

    internal IReadOnlyList<string> Lines => _lines;

    internal static PairedDifference Table(string title, params (string Name, Func<ComparisonFigures, double?> Read, int Digits)[] columns) => new(title, columns);

    /// <summary>Adds a row: later minus earlier, run by run.</summary>
    internal PairedDifference Of(string name, ComparisonFigures[] later, ComparisonFigures[] earlier)
    {
        var cells = _columns.Select(column => Cell([.. later.Zip(earlier, (a, b) => (column.Read(a) ?? double.NaN) - (column.Read(b) ?? double.NaN))], column.Digits));
        _lines.Add($"| {name} | {string.Join(" | ", cells)} |");
        return this;
    }

    private static string Cell(double[] differences, int digits)
    {
        var mean = differences.Average();
        var text = mean.ToString($"+0.{new string('0', digits)};-0.{new string('0', digits)}", CultureInfo.InvariantCulture);
        if (differences.Length < 2)
        {
            return text;
        }

        var deviation = Math.Sqrt(differences.Sum(value => Math.Pow(value - mean, 2)) / (differences.Length - 1));
        var half = Quantiles[Math.Min(differences.Length - 2, Quantiles.Length - 1)] * deviation / Math.Sqrt(differences.Length);
        return $"{text} ± {half.ToString($"F{digits}", CultureInfo.InvariantCulture)}";
    }
}
