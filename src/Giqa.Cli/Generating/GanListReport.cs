namespace Giqa.Cli.Generating;

/// <summary>What <c>giqa gan list --json</c> prints.</summary>
internal sealed record GanListReport(string Run, string Generator, int Images, IReadOnlyList<string> Inputs, IReadOnlyList<GanListEntry> Snapshots);
