using Giqa.Images;

namespace Giqa.Benchmarks.Experiments;

/// <summary>Two images of a test, of which one is better by how they were made.</summary>
/// <param name="Better">The better one's number.</param>
/// <param name="Worse">The worse one's number.</param>
/// <param name="Group">Why: <see cref="TestPairs.Groups"/>.</param>
/// <param name="Kind">How reals were degraded; null for other pairs.</param>
internal sealed record TestPair(int Better, int Worse, string Group, DegradationKind? Kind = null);
