namespace Giqa.Agreement;

/// <summary>Which pairs count when several people judged them.</summary>
public enum ConsensusRule
{
    /// <summary>Only pairs on which all agree, as the paper does.</summary>
    Unanimous,

    /// <summary>Pairs on which more than half agree.</summary>
    Majority,

    /// <summary>Every judgement counts as a pair of its own.</summary>
    None,
}
