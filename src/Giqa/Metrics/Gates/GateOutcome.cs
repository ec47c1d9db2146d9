namespace Giqa.Metrics;

/// <summary>What a gate says.</summary>
public enum GateOutcome
{
    /// <summary>No worse than the margin allows, shown beyond noise.</summary>
    Pass,

    /// <summary>Worse than the margin allows, shown beyond noise.</summary>
    Fail,

    /// <summary>Neither is shown: too few images, or no interval.</summary>
    Undecided,
}
