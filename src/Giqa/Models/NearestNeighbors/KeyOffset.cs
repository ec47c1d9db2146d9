namespace Giqa.Models;

/// <summary>What lies between the keys of a query and its distances.</summary>
/// <param name="Value">What a distance is above its key, at least.</param>
/// <param name="Slack">The query's part of how much more it may be.</param>
internal readonly record struct KeyOffset(double Value, double Slack = 0);
