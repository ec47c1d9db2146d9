namespace Giqa.Features;

/// <summary>The feature cache is damaged, or cannot be read or written. Everything else works without a cache.</summary>
internal sealed class FeatureCacheException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public FeatureCacheException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the cache may be intact, but is full, read-only, locked or unreachable.</summary>
    public bool IsOutOfReach { get; init; }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public FeatureCacheException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
