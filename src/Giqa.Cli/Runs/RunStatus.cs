namespace Giqa.Cli.Runs;

/// <summary>What <c>giqa status --json</c> prints.</summary>
internal sealed record RunStatus(string Run, string Stage, int Chunks, int Done, IReadOnlyList<int> Missing, IReadOnlyList<string> LastErrors);
