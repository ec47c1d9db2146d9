namespace Giqa.Features;

/// <summary>The feature cache is damaged, or cannot be read or written. Without a cache everything else works.</summary>
public sealed class FeatureCacheException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public FeatureCacheException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the cache itself may be sound, but is full, read-only, locked or out of reach.</summary>
    public bool IsOutOfReach { get; init; }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public FeatureCacheException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
