using Microsoft.Data.Sqlite;

namespace Giqa.Features;

/// <summary>
/// Feature vectors on disk, keyed by an image's content and a backbone's fingerprint, so that renaming, re-dating or copying
/// an image has no effect. One SQLite file, which several processes may share; a killed process loses at most the batch
/// that it had not written.
/// </summary>
/// <remarks>
/// Safe to use from several threads. Values are little-endian float32, followed by a checksum of the content's hash and the values; a
/// vector that does not match, or is not finite, counts as unknown. Vectors without a checksum, from earlier versions, are accepted.
/// </remarks>
public sealed class FeatureCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly string _path;
    private bool _stepsAside;

    /// <summary>Opens a cache, creating it if there is none.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="clock">For the time of last use; null for the system's clock.</param>
    /// <exception cref="FeatureCacheException">The file is damaged, of another version, or cannot be written to.</exception>
    public FeatureCache(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _clock = clock ?? TimeProvider.System;
        _path = FeatureCacheFile.PathIn(folder);
        _connection = FeatureCacheFile.Open(folder);
        _find = _connection.CreateCommand();
        _find.CommandText = "SELECT value FROM features WHERE backbone = $backbone AND content = $content";
        _ = _find.Parameters.Add("$backbone", SqliteType.Integer);
        _ = _find.Parameters.Add("$content", SqliteType.Blob);
    }

    /// <summary>What the cache in a folder holds; nothing when there is none.</summary>
    /// <exception cref="FeatureCacheException">It is damaged.</exception>
    internal static FeatureCacheInfo Inspect(string folder) => FeatureCacheFile.Inspect(folder);

    /// <summary>Empties the cache in a folder, even a damaged one. Other processes may keep using it.</summary>
    /// <exception cref="FeatureCacheException">It cannot be written to.</exception>
    public static void Clear(string folder) => FeatureCacheFile.Clear(folder);

    /// <summary>Receives one line, once, if the cache fails while in use; it is then bypassed, and everything is computed.</summary>
    /// <value>Default null: a failure ends the extraction.</value>
    public IProgress<string>? Faults { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }

    /// <summary>The part that belongs to a backbone.</summary>
    internal FeatureCacheView For(Backbone backbone) => new(this, Attempt(() => Register(backbone)), backbone.FeatureCount);

    internal byte[]? Find(long backboneId, byte[] contentHash) => Attempt(() =>
    {
        lock (_lock)
        {
            _find.Parameters[0].Value = backboneId;
            _find.Parameters[1].Value = contentHash;
            return _find.ExecuteScalar() as byte[];
        }
    });

    internal void Write(long backboneId, IReadOnlyList<(byte[] ContentHash, byte[] Value)> vectors) => _ = Attempt(() => Insert(backboneId, vectors));

    private long Register(Backbone backbone)
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = """
                INSERT INTO backbones (fingerprint, name, last_used) VALUES ($fingerprint, $name, $now)
                ON CONFLICT (fingerprint) DO UPDATE SET name = $name, last_used = $now
                RETURNING id
                """;
            _ = command.Parameters.AddWithValue("$fingerprint", backbone.Fingerprint);
            _ = command.Parameters.AddWithValue("$name", backbone.Name);
            _ = command.Parameters.AddWithValue("$now", _clock.GetUtcNow().ToUnixTimeSeconds());
            return (long)command.ExecuteScalar()!;
        }
    }

    private bool Insert(long backboneId, IReadOnlyList<(byte[] ContentHash, byte[] Value)> vectors)
    {
        lock (_lock)
        {
            // Immediate: two processes that both begin by reading could not both go on to write.
            using var transaction = _connection.BeginTransaction(deferred: false);
            using var command = _connection.CreateCommand();
            command.Transaction = transaction;

            // Replaced, not kept: the existing value may be one found damaged.
            command.CommandText = "INSERT OR REPLACE INTO features (backbone, content, value) VALUES ($backbone, $content, $value)";
            _ = command.Parameters.AddWithValue("$backbone", backboneId);
            var content = command.Parameters.Add("$content", SqliteType.Blob);
            var value = command.Parameters.Add("$value", SqliteType.Blob);
            foreach (var (contentHash, bytes) in vectors)
            {
                content.Value = contentHash;
                value.Value = bytes;
                _ = command.ExecuteNonQuery();
            }

            transaction.Commit();
            return true;
        }
    }

    private T? Attempt<T>(Func<T> work)
    {
        if (Volatile.Read(ref _stepsAside))
        {
            return default;
        }

        try
        {
            return FeatureCacheFile.Guard(_path, work);
        }
        catch (FeatureCacheException e) when (Faults is not null)
        {
            if (!Interlocked.Exchange(ref _stepsAside, true))
            {
                Faults.Report($"continuing without the feature cache: {e.Message}");
            }

            return default;
        }
    }
}

/// <summary>What a feature cache holds.</summary>
/// <param name="Path">The database file.</param>
/// <param name="Bytes">The size of its files on disk.</param>
/// <param name="Backbones">What it holds for each backbone.</param>
internal sealed record FeatureCacheInfo(string Path, long Bytes, IReadOnlyList<FeatureCacheUse> Backbones)
{
    /// <summary>The number of feature vectors.</summary>
    public long Entries => Backbones.Sum(backbone => backbone.Entries);
}

/// <summary>What a feature cache holds for one backbone.</summary>
/// <param name="Backbone">The backbone's name.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Entries">The number of feature vectors.</param>
/// <param name="Bytes">The size of the vectors alone.</param>
/// <param name="LastUsed">When an extraction last used them.</param>
internal sealed record FeatureCacheUse(string Backbone, string Fingerprint, long Entries, long Bytes, DateTimeOffset LastUsed);
