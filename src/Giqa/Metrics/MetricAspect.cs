namespace Giqa.Metrics;

/// <summary>What a metric speaks of.</summary>
public enum MetricAspect
{
    /// <summary>Whether generated images look like real ones.</summary>
    Realism,

    /// <summary>Whether they are as various as the real ones.</summary>
    Diversity,

    /// <summary>Both in one number.</summary>
    Closeness,
}
