namespace Giqa.Selection;

/// <summary>What identifies a command that moves images, and its report, so that the report can be repeated.</summary>
/// <param name="Command">The command, as far as the choice of images depends on it, in a form that can be typed again.</param>
/// <param name="Content">A digest of the model file, which may be replaced under the same name; empty if there is none.</param>
/// <param name="Left">The images that it leaves where they are.</param>
/// <param name="Report">What it prints, as JSON.</param>
/// <param name="Code">Its exit code.</param>
internal sealed record MoveAccount(string Command, string Content, LeftImages Left, string Report, int Code)
{
    /// <summary>When everything was moved; null before that.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Whether another run is the same command with the same model.</summary>
    public bool IsOf(string command, string content) => Command == command && Content == content;
}
