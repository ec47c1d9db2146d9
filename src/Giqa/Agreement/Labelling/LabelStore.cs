using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Giqa.Agreement.Labelling;

/// <summary>
/// A labelling: images, the pairs to compare, and what people said, in one SQLite file. A judgement is on the disk when
/// <see cref="Record"/> returns, so that a killed process loses none. Other processes may read meanwhile.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed partial class LabelStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly List<ImagePair> _pairs;
    private IReadOnlyList<int> _first = [];

    private LabelStore(string path, SqliteConnection connection, TimeProvider clock)
    {
        (FilePath, _connection, _clock) = (path, connection, clock);
        (Settings, Created) = ReadSettings();
        Images = ReadImages();
        _pairs = Query("SELECT first, second FROM pairs ORDER BY id", reader => new ImagePair(reader.GetInt32(0), reader.GetInt32(1)));
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>What the labelling was begun with.</summary>
    public LabelSettings Settings { get; }

    /// <summary>When it was begun, in UTC; distinguishes one labelling from another.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>The images; pairs name them by position.</summary>
    public IReadOnlyList<LabelImage> Images { get; }

    /// <summary>How many pairs there are to judge.</summary>
    public int PairCount
    {
        get
        {
            lock (_lock)
            {
                return _pairs.Count;
            }
        }
    }

    /// <summary>The pairs as they are now, in the order in which they are asked about.</summary>
    public IReadOnlyList<ImagePair> Pairs()
    {
        lock (_lock)
        {
            return [.. _pairs];
        }
    }

    /// <summary>Begins a labelling.</summary>
    /// <param name="path">Its file, which must not exist.</param>
    /// <param name="settings">Kept in it.</param>
    /// <param name="images">All images that the pairs name.</param>
    /// <param name="pairs">What to compare, the most important first.</param>
    /// <param name="clock">Dates the judgements; null for the system's clock.</param>
    /// <exception cref="GiqaException">The file exists or cannot be made.</exception>
    public static LabelStore Create(string path, LabelSettings settings, IReadOnlyList<LabelImage> images, IReadOnlyList<ImagePair> pairs, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        LabelFile.Create(path, settings, images, pairs, (clock ?? TimeProvider.System).GetUtcNow());
        return Open(path, clock);
    }

    /// <summary>Continues a labelling.</summary>
    /// <exception cref="GiqaException">There is none, or it is damaged or of another version.</exception>
    public static LabelStore Open(string path, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var connection = LabelFile.Open(path);
        try
        {
            return LabelFile.Guard(path, () => new LabelStore(path, connection, clock ?? TimeProvider.System));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Adds pairs after the existing ones.</summary>
    public void AddPairs(IReadOnlyList<ImagePair> pairs) => Work(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        LabelFile.InsertPairs(_connection, _pairs.Count, pairs);
        transaction.Commit();
        _pairs.AddRange(pairs);
        return true;
    });

    /// <summary>The pairs that an observer has yet to judge, the next one first, each with its left image drawn at random.</summary>
    /// <param name="observer">Who; see <see cref="NameOf"/>.</param>
    /// <param name="count">The most that are returned.</param>
    public IReadOnlyList<LabelTask> Upcoming(string observer, int count) => Work(() =>
    {
        var judged = Query("SELECT pair FROM judgements WHERE observer = $observer", reader => reader.GetInt32(0), ("$observer", observer)).ToHashSet();
        return (IReadOnlyList<LabelTask>)[.. _first.Concat(Enumerable.Range(0, _pairs.Count)).Where(pair => !judged.Contains(pair)).Distinct().Take(count).Select(pair => TaskOf(pair, observer))];
    });

    /// <summary>Asks about some pairs before the others, until the labelling is closed or this is called again.</summary>
    /// <param name="pairs">Their positions in the plan, the first one first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public void AskFirst(IReadOnlyList<int> pairs)
    {
        lock (_lock)
        {
            foreach (var pair in pairs)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(pair, nameof(pairs));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pair, _pairs.Count, nameof(pairs));
            }

            _first = [.. pairs];
        }
    }

    /// <summary>Writes a judgement to the disk. A second one for the same pair by the same observer replaces the first.</summary>
    /// <param name="observer">Who.</param>
    /// <param name="task">The pair as it was shown.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="taken">How long it took; null when unknown.</param>
    /// <exception cref="ArgumentException">The task is not part of this labelling.</exception>
    public void Record(string observer, LabelTask task, LabelAnswer answer, TimeSpan? taken = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(observer);
        _ = Work(() =>
        {
            if (task.Pair < 0 || task.Pair >= _pairs.Count || !_pairs[task.Pair].Has(task.Left) || _pairs[task.Pair].Other(task.Left) != task.Right)
            {
                throw new ArgumentException($"pair {task.Pair} with the images {task.Left} and {task.Right} is not part of the labelling", nameof(task));
            }

            return LabelFile.Execute(
                _connection,
                "INSERT OR REPLACE INTO judgements (pair, observer, \"left\", answer, milliseconds, at) VALUES ($pair, $observer, $left, $answer, $milliseconds, $at)",
                ("$pair", task.Pair),
                ("$observer", observer),
                ("$left", task.Left),
                ("$answer", Word(answer)),
                ("$milliseconds", taken is null ? null : (long)taken.Value.TotalMilliseconds),
                ("$at", _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        });
    }

    /// <summary>Withdraws an observer's latest judgement.</summary>
    /// <returns>The pair, which is shown again, or null if there was none.</returns>
    public LabelTask? Undo(string observer) => Work(() => Query(
        "DELETE FROM judgements WHERE id = (SELECT MAX(id) FROM judgements WHERE observer = $observer) RETURNING pair, \"left\"",
        reader => new LabelTask(reader.GetInt32(0), reader.GetInt32(1), _pairs[reader.GetInt32(0)].Other(reader.GetInt32(1))),
        ("$observer", observer)).FirstOrDefault());

    /// <summary>An observer's name as it is kept: without white space around it, at most 60 characters, none of them a control character.</summary>
    /// <exception cref="GiqaException">It is something else.</exception>
    public static string NameOf(string? observer)
    {
        var name = observer?.Trim() ?? string.Empty;
        return name.Length is > 0 and <= 60 && !name.Any(char.IsControl)
            ? name
            : throw new GiqaException("an observer's name has 1 to 60 characters and no line breaks");
    }

    /// <summary>Which image is on the left: a coin toss for every observer and pair, always the same.</summary>
    private LabelTask TaskOf(int pair, string observer)
    {
        var coin = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Settings.Seed}/{pair}/{observer}")));
        var (first, second) = (_pairs[pair].First, _pairs[pair].Second);
        return (coin[0] & 1) == 0 ? new LabelTask(pair, first, second) : new LabelTask(pair, second, first);
    }

    private (LabelSettings Settings, DateTimeOffset Created) ReadSettings() => Query(
        "SELECT inputs, seed, question, created FROM settings",
        reader => (
            new LabelSettings(JsonSerializer.Deserialize(reader.GetString(0), LabelFileJson.Default.StringArray) ?? [], (ulong)reader.GetInt64(1), reader.GetString(2)),
            DateTimeOffset.Parse(reader.GetString(3), CultureInfo.InvariantCulture))).Single();

    private List<LabelImage> ReadImages() => Query("SELECT name, path, \"set\", iteration, quality FROM images ORDER BY id", reader => new LabelImage(reader.GetString(0))
    {
        Path = reader.IsDBNull(1) ? null : reader.GetString(1),
        Set = reader.GetString(2),
        Iteration = reader.IsDBNull(3) ? null : reader.GetInt64(3),
        Quality = reader.IsDBNull(4) ? null : reader.GetDouble(4),
    });

    private static string Word(LabelAnswer answer) => answer.ToString().ToLowerInvariant();

    private T Work<T>(Func<T> work)
    {
        lock (_lock)
        {
            return LabelFile.Guard(FilePath, work);
        }
    }

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
