using System.Globalization;
using System.Text.Json;

namespace Giqa.Benchmarks.Support;

/// <summary>
/// Rows kept in a file as soon as they are measured: <c>--rows FILE</c>. What the file has is not measured again, nor is anything begun after
/// <c>--until</c> (seconds since 1970). Without the option rows are not kept.
/// </summary>
internal sealed class ResultRows
{
    private readonly string? _path;
    private readonly DateTimeOffset _until = DateTimeOffset.MaxValue;
    private readonly HashSet<(string, string, string)> _known = [];

    internal ResultRows(string[] args)
    {
        var arguments = new Arguments(args);
        _path = arguments.Text("--rows");
        IsQuick = arguments.Has("--quick");
        if (arguments.Text("--until") is { } until)
        {
            _until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture));
        }

        foreach (var row in _path is null ? [] : Read(_path))
        {
            _ = _known.Add((row.Bench, row.Title, row.Peer));
        }
    }

    /// <summary>Whether rows are kept, so that only they are wanted.</summary>
    internal bool AreKept => _path is not null;

    /// <summary>Whether a small size is wanted.</summary>
    internal bool IsQuick { get; }

    internal static IReadOnlyList<ResultRow> Read(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<ResultRow>(line)!)] : [];

    /// <summary>Whether a row is to be measured: it is not known yet, and there is time.</summary>
    internal bool Wants(string bench, string title, string peer) => !_known.Contains((bench, title, peer)) && TimeProvider.System.GetUtcNow() < _until;

    /// <summary>Measures a row if it is wanted; gives its line of the benchmark's own table. Where rows are kept, one that fails does not end the others.</summary>
    internal async Task<string?> TryAsync(string bench, string title, string peer, Func<Task<(string Line, ResultRow Row)>> measure)
    {
        if (!Wants(bench, title, peer))
        {
            return null;
        }

        try
        {
            var (line, row) = await measure();
            await Console.Error.WriteLineAsync(line);
            Add(row);
            return line;
        }
        catch (GiqaException e) when (_path is not null)
        {
            await Console.Error.WriteLineAsync($"{bench}, {title}, {peer}: {e.Message}");
            return null;
        }
    }

    internal void Add(ResultRow row)
    {
        if (_path is not null)
        {
            File.AppendAllText(_path, JsonSerializer.Serialize(row) + "\n");
            _ = _known.Add((row.Bench, row.Title, row.Peer));
        }
    }
}
