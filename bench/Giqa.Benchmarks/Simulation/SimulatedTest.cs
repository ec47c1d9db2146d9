namespace Giqa.Benchmarks.Simulation;

/// <summary>One test of one draw, as it stands in the simulation's file.</summary>
/// <param name="Cell">What was drawn, for example <c>modes 125</c>.</param>
/// <param name="Draw">The number of the draw.</param>
/// <param name="Metric">The metric's key.</param>
/// <param name="Difference">The first's figure minus the second's.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="PValue">p.</param>
internal sealed record SimulatedTest(string Cell, int Draw, string Metric, double Difference, double? Low, double? High, double? PValue);
