namespace Giqa.Agreement.Labelling;

/// <summary>How far one observer has come.</summary>
/// <param name="Observer">Who.</param>
/// <param name="Judged">Pairs with an answer: left, right or tie.</param>
/// <param name="Skipped">Pairs without one.</param>
/// <param name="Seconds">The median time of an answer in seconds; null where none was taken.</param>
public sealed record LabelProgress(string Observer, int Judged, int Skipped, double? Seconds);
