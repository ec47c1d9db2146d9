namespace Giqa.Cli.Demo;

/// <summary>What <c>giqa demo --json</c> prints.</summary>
internal sealed record DemoReport(int Reals, int Images, int StandIns, string Method, IReadOnlyList<int> Strengths, IReadOnlyList<OrderRow> Order, DemoFiles Files);
