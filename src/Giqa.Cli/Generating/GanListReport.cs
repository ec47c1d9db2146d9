namespace Giqa.Cli.Generating;

/// <summary>What <c>giqa gan list --json</c> prints.</summary>
internal sealed record GanListReport(string Run, string Generator, int Images, IReadOnlyList<string> Inputs, IReadOnlyList<GanListEntry> Snapshots);

/// <summary>One snapshot of a run, with the figures of the log's line of that iteration.</summary>
internal sealed record GanListEntry(long Iteration, int Samples, string Weights, double? Seconds, double? LossDiscriminator, double? LossGenerator, double? Quality);
