namespace Giqa.Cli.Picking;

/// <summary>Where picked images go, and how.</summary>
internal sealed record PlacementTarget(string Folder, PlacementKind Kind);
