using System.Globalization;
using Giqa.Storage;

namespace Giqa.Training.Generators;

/// <summary>The table of a run's losses and qualities: <c>log.csv</c>, added to while it trains.</summary>
internal sealed class RunLog
{
    private const string Header = "iteration,seconds,loss_discriminator,loss_generator,penalty,quality";

    private readonly string _path;

    private RunLog(string path) => _path = path;

    /// <summary>Opens the log, without the lines of iterations that will be run again.</summary>
    /// <exception cref="GiqaException">The place cannot be read or written to.</exception>
    internal static RunLog Open(string path, long upTo)
    {
        try
        {
            var kept = File.Exists(path) ? File.ReadLines(path).Skip(1).Where(line => IterationOf(line) <= upTo).ToList() : [];
            AtomicFile.WriteText(path, string.Join('\n', kept.Prepend(Header)) + "\n");
            return new RunLog(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a log.</summary>
    /// <exception cref="GiqaException">It cannot be read, or a line is damaged.</exception>
    internal static List<GeneratorProgress> Read(string path)
    {
        var table = CsvTable.Read(path);
        var columns = Header.Split(',').Select(column => table.Require(column, Header)).ToArray();
        return [.. table.Rows.Select(row =>
        {
            double? Number(int column) => double.TryParse(row.Fields[columns[column]], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
            return Number(0) is { } iteration
                ? new GeneratorProgress((long)iteration, null, TimeSpan.FromSeconds(Number(1) ?? 0), Number(2) ?? double.NaN, Number(3) ?? double.NaN, Number(4) ?? double.NaN, Number(5), Snapshot: false)
                : throw new GiqaException($"{path}, line {row.Line}: no iteration");
        })];
    }

    /// <summary>Adds a line.</summary>
    internal void Add(GeneratorProgress progress)
    {
        string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? string.Empty;
        string[] fields =
        [
            progress.Iteration.ToString(CultureInfo.InvariantCulture),
            progress.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
            Number(progress.DiscriminatorLoss),
            Number(progress.GeneratorLoss),
            Number(progress.Penalty),
            Number(progress.Quality),
        ];
        File.AppendAllText(_path, CsvRecord.Join(fields) + "\n");
    }

    private static long IterationOf(string line) =>
        long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration) ? iteration : long.MaxValue;
}
