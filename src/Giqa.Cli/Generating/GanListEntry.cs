namespace Giqa.Cli.Generating;

/// <summary>One snapshot of a run, with the figures of the log's line of that iteration.</summary>
internal sealed record GanListEntry(long Iteration, int Samples, string Weights, double? Seconds, double? LossDiscriminator, double? LossGenerator, double? Quality);
