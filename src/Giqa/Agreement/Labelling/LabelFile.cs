using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace Giqa.Agreement.Labelling;

/// <summary>The SQLite file of a labelling: its tables, and its failures as one line.</summary>
internal static class LabelFile
{
    private const int Version = 1;
    private const int BusySeconds = 30;

    /// <summary>"giqa" in the header of the file, so that other databases are not mistaken for one.</summary>
    private const int ApplicationId = 0x67697161;

    private const string Schema = """
        CREATE TABLE settings (inputs TEXT NOT NULL, seed INTEGER NOT NULL, question TEXT NOT NULL, created TEXT NOT NULL);
        CREATE TABLE images (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, path TEXT, "set" TEXT NOT NULL, iteration INTEGER, quality REAL);
        CREATE TABLE pairs (id INTEGER PRIMARY KEY, first INTEGER NOT NULL REFERENCES images, second INTEGER NOT NULL REFERENCES images, UNIQUE (first, second));
        CREATE TABLE scorers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE scores (scorer INTEGER NOT NULL REFERENCES scorers, image INTEGER NOT NULL REFERENCES images, score REAL, quality REAL, UNIQUE (scorer, image));
        CREATE TABLE judgements (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pair INTEGER NOT NULL REFERENCES pairs, observer TEXT NOT NULL, "left" INTEGER NOT NULL REFERENCES images,
            answer TEXT NOT NULL CHECK (answer IN ('left', 'right', 'tie', 'skip')), milliseconds INTEGER, at TEXT NOT NULL, UNIQUE (observer, pair));
        """;

    /// <summary>Makes the file with everything that does not change while people judge.</summary>
    internal static void Create(string path, LabelSettings settings, IReadOnlyList<LabelImage> images, IReadOnlyList<ImagePair> pairs, DateTimeOffset now)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot make {path}: {e.Message}", e);
        }

        // Under another name first: a file left incomplete by a killed process would look like a labelling.
        var unfinished = $"{path}.{Environment.ProcessId:x}.tmp";
        try
        {
            _ = Guard(unfinished, () => Fill(unfinished, settings, images, pairs, now));
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException e)
        {
            throw new GiqaException($"cannot make {path}: {e.Message}", e);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Connects to a labelling. Every commit is on the disk when it returns.</summary>
    internal static SqliteConnection Open(string path) => File.Exists(path)
        ? Guard(path, () =>
        {
            var connection = Connect(path, SqliteOpenMode.ReadWrite);
            try
            {
                RequireLabelling(connection, path);
                _ = Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        })
        : throw new GiqaException($"there is no labelling {path}; begin one with: giqa label INPUT --out {path}");

    /// <summary>Runs work on the database and turns its failures into one line.</summary>
    internal static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw new GiqaException(Explain(path, e), e);
        }
    }

    internal static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteNonQuery();
    }

    private static bool Fill(string path, LabelSettings settings, IReadOnlyList<LabelImage> images, IReadOnlyList<ImagePair> pairs, DateTimeOffset now)
    {
        using var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        _ = Execute(connection, "PRAGMA synchronous = FULL;");
        using var transaction = connection.BeginTransaction(deferred: false);
        _ = Execute(connection, $"{Schema} PRAGMA user_version = {Version}; PRAGMA application_id = {ApplicationId};");
        _ = Execute(
            connection,
            "INSERT INTO settings VALUES ($inputs, $seed, $question, $created)",
            ("$inputs", JsonSerializer.Serialize(settings.Inputs, LabelFileJson.Default.IReadOnlyListString)),
            ("$seed", (long)settings.Seed),
            ("$question", settings.Question),
            ("$created", now.ToString("O", CultureInfo.InvariantCulture)));
        for (var i = 0; i < images.Count; i++)
        {
            var image = images[i];
            _ = Execute(connection, "INSERT INTO images VALUES ($id, $name, $path, $set, $iteration, $quality)", ("$id", i), ("$name", image.Name), ("$path", image.Path), ("$set", image.Set), ("$iteration", image.Iteration), ("$quality", image.Quality));
        }

        InsertPairs(connection, 0, pairs);
        transaction.Commit();
        return true;
    }

    internal static void InsertPairs(SqliteConnection connection, int start, IReadOnlyList<ImagePair> pairs)
    {
        for (var i = 0; i < pairs.Count; i++)
        {
            _ = Execute(connection, "INSERT INTO pairs VALUES ($id, $first, $second)", ("$id", start + i), ("$first", pairs[i].First), ("$second", pairs[i].Second));
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        connection.Open();
        return connection;
    }

    private static void RequireLabelling(SqliteConnection connection, string path)
    {
        var (application, version) = (Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"));
        if (application != ApplicationId)
        {
            throw new GiqaException($"{path} is a database, but not a labelling made by giqa; name another file");
        }

        if (version != Version)
        {
            throw new GiqaException($"the labelling {path} is of version {version}, but this program uses version {Version}");
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static string Explain(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        11 or 26 => $"{path} is not a labelling, or it is damaged; name another file",
        5 or 6 => $"{path} was locked by another process for {BusySeconds} s; try again",
        8 or 14 => $"{path} cannot be written to; name another file",
        13 => $"the disk is full, so {path} cannot be written",
        _ => $"{path} failed: {exception.Message}",
    };
}

/// <summary>The JSON parts of a file of judgements.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LabelFileJson : JsonSerializerContext;
