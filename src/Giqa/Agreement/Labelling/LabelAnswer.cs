namespace Giqa.Agreement.Labelling;

/// <summary>What a person said about a pair as it was shown.</summary>
internal enum LabelAnswer
{
    /// <summary>The left image is better.</summary>
    Left,

    /// <summary>The right image is better.</summary>
    Right,

    /// <summary>Neither is.</summary>
    Tie,

    /// <summary>No answer; the pair is not shown again, and does not count.</summary>
    Skip,
}
