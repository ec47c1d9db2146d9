using Giqa.Selection;

namespace Giqa.Cli.Options;

/// <summary>Where picked images go, and how.</summary>
internal sealed record PickTarget(string Folder, TransferKind Kind, bool Overwrite);
