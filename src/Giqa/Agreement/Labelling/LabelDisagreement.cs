namespace Giqa.Agreement.Labelling;

/// <summary>A pair that people and a scorer order differently.</summary>
/// <param name="Preferred">The image that people prefer, by its position.</param>
/// <param name="Other">The other one, which has the higher score.</param>
/// <param name="Gap">How much higher: a difference of qualities in 0..1, or of ranks in 0..1 where there are no qualities.</param>
public sealed record LabelDisagreement(int Preferred, int Other, double Gap);
