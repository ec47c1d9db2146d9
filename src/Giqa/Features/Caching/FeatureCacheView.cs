using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Giqa.Features;

/// <summary>The part of a cache that belongs to one backbone. Safe to use from several threads.</summary>
internal sealed class FeatureCacheView(FeatureCache cache, long backboneId, int featureCount)
{
    private const int BatchSize = 64;
    private const int ChecksumBytes = 4;

    private readonly Lock _lock = new();
    private List<(byte[] ContentHash, byte[] Value)> _pending = [];

    /// <summary>The vector for a content, or null if unknown.</summary>
    internal float[]? Find(byte[] contentHash)
    {
        var length = featureCount * sizeof(float);
        if (cache.Find(backboneId, contentHash) is not { } value || (value.Length != length && !IsSound(contentHash, value, length)))
        {
            return null;
        }

        var values = MemoryMarshal.Cast<byte, float>(value.AsSpan(0, length)).ToArray();
        return Array.TrueForAll(values, float.IsFinite) ? values : null;
    }

    /// <summary>Remembers a vector; vectors are written in batches, one transaction each.</summary>
    internal void Add(byte[] contentHash, float[] values)
    {
        var value = new byte[(values.Length * sizeof(float)) + ChecksumBytes];
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(value);
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(^ChecksumBytes), ChecksumOf(contentHash, value.AsSpan(..^ChecksumBytes)));
        List<(byte[], byte[])>? full = null;
        lock (_lock)
        {
            _pending.Add((contentHash, value));
            if (_pending.Count >= BatchSize)
            {
                (full, _pending) = (_pending, []);
            }
        }

        if (full is not null)
        {
            cache.Write(backboneId, full);
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    internal void Flush()
    {
        List<(byte[], byte[])> rest;
        lock (_lock)
        {
            (rest, _pending) = (_pending, []);
        }

        if (rest.Count > 0)
        {
            cache.Write(backboneId, rest);
        }
    }

    private static bool IsSound(byte[] contentHash, byte[] value, int length) => value.Length == length + ChecksumBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(value.AsSpan(length)) == ChecksumOf(contentHash, value.AsSpan(0, length));

    /// <summary>With the hash, so that a vector under another image's hash is found as well.</summary>
    private static uint ChecksumOf(byte[] contentHash, ReadOnlySpan<byte> values) => Crc32.HashToUInt32(values) ^ Crc32.HashToUInt32(contentHash);
}
