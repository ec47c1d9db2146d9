using Microsoft.Data.Sqlite;

namespace Giqa.Features;

/// <summary>The SQLite file of a feature cache: its location, its tables, and its failures as one line.</summary>
internal static class FeatureCacheFile
{
    /// <summary>Counts up when the tables change, or when decoding or resizing change in a way that moves features.</summary>
    private const int Version = 1;

    private const int BusySeconds = 30;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS backbones (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, name TEXT NOT NULL, last_used INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS features (backbone INTEGER NOT NULL, content BLOB NOT NULL, value BLOB NOT NULL, UNIQUE (backbone, content));
        """;

    internal static string PathIn(string folder) => Path.Combine(Path.GetFullPath(folder), "features.sqlite");

    internal static SqliteConnection Open(string folder)
    {
        var path = PathIn(folder);
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeatureCacheException($"cannot make the feature cache {path}: {e.Message.TrimEnd('.')}; name another folder, or run with --no-cache", e) { IsOutOfReach = true };
        }

        return Guard(path, () =>
        {
            var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            try
            {
                Prepare(connection, path);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    internal static FeatureCacheInfo Inspect(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
        {
            return new FeatureCacheInfo(path, 0, []);
        }

        return Guard(path, () =>
        {
            using var connection = Open(folder);
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT name, fingerprint, COUNT(content), TOTAL(LENGTH(value)), last_used
                FROM backbones LEFT JOIN features ON backbone = id GROUP BY id ORDER BY name, fingerprint
                """;
            using var reader = command.ExecuteReader();
            var uses = new List<FeatureCacheUse>();
            while (reader.Read())
            {
                uses.Add(new FeatureCacheUse(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), (long)reader.GetDouble(3), DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(4))));
            }

            return new FeatureCacheInfo(path, FilesOf(path).Sum(file => new FileInfo(file).Length), uses);
        });
    }

    internal static void Clear(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            // Emptied rather than deleted while it is intact: another process may have it open.
            using var connection = Open(folder);
            _ = Guard(path, () => Execute(connection, "DELETE FROM features; DELETE FROM backbones; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"));
        }
        catch (FeatureCacheException)
        {
            Delete(path);
        }
    }

    /// <summary>Runs work on the database and turns its failures into one line.</summary>
    internal static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw new FeatureCacheException(Explain(path, e), e) { IsOutOfReach = e.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14 };
        }
    }

    private static string Explain(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        11 or 26 => $"the feature cache {path} is damaged; delete {path}* or run with --no-cache",
        5 or 6 => $"the feature cache {path} was locked by another process for {BusySeconds} s; try again, or run with --no-cache",
        8 or 14 => $"the feature cache {path} cannot be written to; name another folder, or run with --no-cache",
        13 => $"there is no room for the feature cache {path}; delete {path}* or run with --no-cache",
        _ => $"the feature cache {path} failed ({exception.Message}); delete {path}* or run with --no-cache",
    };

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        _ = Execute(connection, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version is not (0 or Version))
        {
            throw new FeatureCacheException($"the feature cache {path} is of version {version}, this program writes version {Version}; delete {path}* or name another folder");
        }

        command.CommandText = $"{Schema} PRAGMA user_version = {Version};";
        _ = command.ExecuteNonQuery();
        transaction.Commit();
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static IEnumerable<string> FilesOf(string path) => new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists);

    private static void Delete(string path)
    {
        try
        {
            FilesOf(path).ToList().ForEach(File.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeatureCacheException($"cannot delete the feature cache {path}: {e.Message}", e);
        }
    }
}
