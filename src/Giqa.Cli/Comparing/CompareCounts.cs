namespace Giqa.Cli.Comparing;

/// <summary>How many images a result rests on.</summary>
internal sealed record CompareCounts(int? Generated, int? GeneratedSkipped, int? Real, int? RealSkipped);
