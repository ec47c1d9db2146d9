using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>One generated set.</summary>
/// <param name="Name">What the results call it.</param>
/// <param name="Features">Its features, of the same backbone as the reals'.</param>
/// <param name="Logits">Its class logits for the Inception Score; null where the backbone has none.</param>
public sealed record ComparisonInput(string Name, FeatureSet Features, FeatureMatrix? Logits = null);
