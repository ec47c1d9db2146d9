namespace Giqa.Agreement;

/// <summary>One person's choice between two images.</summary>
/// <param name="Left">The left image, as the file names it.</param>
/// <param name="Right">The right image.</param>
/// <param name="Choice">The better one.</param>
/// <param name="Observer">Who chose; null if the file does not say.</param>
/// <param name="Line">The line of the file, counted from 1.</param>
internal sealed record PairJudgement(string Left, string Right, PairChoice Choice, string? Observer, int Line);
