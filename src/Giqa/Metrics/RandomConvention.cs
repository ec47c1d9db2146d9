namespace Giqa.Metrics;

/// <summary>Which generator turns a seed into rows.</summary>
public enum RandomConvention
{
    /// <summary>Giqa's own, xoshiro256**.</summary>
    Giqa,

    /// <summary>NumPy's legacy <c>RandomState</c>, so that a seed draws the rows that torch-fidelity and clean-fid draw.</summary>
    NumpyLegacy,
}
