using System.Runtime.InteropServices;

namespace Giqa.Features;

/// <summary>The part of a cache that belongs to one backbone. Safe to use from several threads.</summary>
internal sealed class FeatureCacheView(FeatureCache cache, long backboneId, int featureCount)
{
    private const int BatchSize = 64;

    private readonly Lock _lock = new();
    private List<(byte[] ContentHash, float[] Values)> _pending = [];

    /// <summary>The vector of a content, or null when it is not known.</summary>
    internal float[]? Find(byte[] contentHash)
    {
        var bytes = cache.Find(backboneId, contentHash);
        return bytes?.Length == featureCount * sizeof(float) ? MemoryMarshal.Cast<byte, float>(bytes).ToArray() : null;
    }

    /// <summary>Remembers a vector; vectors are written in batches, one transaction each.</summary>
    internal void Add(byte[] contentHash, float[] values)
    {
        List<(byte[], float[])>? full = null;
        lock (_lock)
        {
            _pending.Add((contentHash, values));
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
        List<(byte[], float[])> rest;
        lock (_lock)
        {
            (rest, _pending) = (_pending, []);
        }

        if (rest.Count > 0)
        {
            cache.Write(backboneId, rest);
        }
    }
}
