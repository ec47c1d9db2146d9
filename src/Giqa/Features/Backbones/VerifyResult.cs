namespace Giqa.Features;

/// <summary>What a check of a backbone found.</summary>
/// <param name="Name">The backbone.</param>
/// <param name="Problem">One line on what is wrong; null when nothing is.</param>
public sealed record VerifyResult(string Name, string? Problem)
{
    /// <summary>True when weights and features are as they were recorded.</summary>
    public bool IsSound => Problem is null;
}
