namespace Giqa.Agreement.Labelling;

/// <summary>What a labelling was begun with; kept in its file.</summary>
/// <param name="Inputs">The inputs whose images are shown, as full paths if they are files; reopened when it is continued.</param>
/// <param name="Seed">Determines the pairs and which image is on the left.</param>
/// <param name="Question">What people are asked about a pair.</param>
internal sealed record LabelSettings(IReadOnlyList<string> Inputs, ulong Seed = 0, string Question = LabelSettings.UsualQuestion)
{
    /// <summary>The default question.</summary>
    public const string UsualQuestion = "Which image is better?";
}
