namespace Giqa.Selection;

/// <summary>How picked images are brought into a folder.</summary>
public sealed record TransferOptions
{
    /// <summary>Copy, move or link.</summary>
    /// <value>Default <see cref="TransferKind.Copy"/>.</value>
    public TransferKind Kind { get; init; } = TransferKind.Copy;

    /// <summary>Whether files that are there already are replaced.</summary>
    /// <value>Default false: then nothing at all is done when one is in the way.</value>
    public bool Overwrite { get; init; }

    /// <summary>Only say what would be done.</summary>
    /// <value>Default false.</value>
    public bool DryRun { get; init; }

    /// <summary>What the caller will tell of a move. The plan then stays when all is moved, for the caller to <see cref="MoveJournal.Forget"/>.</summary>
    internal MoveAccount? Account { get; init; }
}
