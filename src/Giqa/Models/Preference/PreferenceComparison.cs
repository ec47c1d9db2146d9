namespace Giqa.Models;

/// <summary>Which of two images was preferred.</summary>
internal enum PreferenceOutcome
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The second.</summary>
    Second,

    /// <summary>Neither.</summary>
    Tie,
}

/// <summary>One judgement of two images.</summary>
/// <param name="First">The row of the image that was shown on the left.</param>
/// <param name="Second">The row of the other.</param>
/// <param name="Outcome">What was said.</param>
/// <param name="Observer">The number of the person who said it, from 0.</param>
internal readonly record struct PreferenceComparison(int First, int Second, PreferenceOutcome Outcome, int Observer);
