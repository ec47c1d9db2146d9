namespace Giqa.Agreement;

/// <summary>Which image of a pair a person found better.</summary>
internal enum PairChoice
{
    /// <summary>The left one.</summary>
    Left,

    /// <summary>The right one.</summary>
    Right,

    /// <summary>Neither.</summary>
    Tie,
}
