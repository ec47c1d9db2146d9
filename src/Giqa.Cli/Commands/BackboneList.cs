using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa models list --json</c> prints.</summary>
internal sealed record BackboneList(string Default, IReadOnlyList<BackboneEntry> Backbones);
