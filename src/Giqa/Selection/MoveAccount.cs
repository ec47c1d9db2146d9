namespace Giqa.Selection;

/// <summary>What a command that moves images is known by, and what it tells: enough to tell it again.</summary>
/// <param name="Command">The command, as far as the choice of images depends on it, as it can be typed again.</param>
/// <param name="Content">A digest of the model file, which may have become another under its name; empty when there is none.</param>
/// <param name="Left">The images that it leaves where they are.</param>
/// <param name="Report">What it prints, as JSON.</param>
/// <param name="Code">Its exit code.</param>
internal sealed record MoveAccount(string Command, string Content, LeftImages Left, string Report, int Code)
{
    /// <summary>When all was moved; null while it is not.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Whether another run is the same command with the same model.</summary>
    public bool IsOf(string command, string content) => Command == command && Content == content;
}
