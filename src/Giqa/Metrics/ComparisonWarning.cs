namespace Giqa.Metrics;

/// <summary>What a reader should know about one set of a comparison.</summary>
/// <param name="Set">The set, as messages name it.</param>
/// <param name="Text">The rest of the sentence.</param>
/// <param name="OfModel">Whether it is about the model fitted to the set.</param>
internal sealed record ComparisonWarning(string Set, string Text, bool OfModel = false)
{
    internal string Sentence => OfModel ? $"model of {Set}: {Text}" : $"{Set}: {Text}";
}
