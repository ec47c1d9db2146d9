namespace Giqa.Web.Labelling.Components;

/// <summary>How one observer answers.</summary>
/// <param name="Name">Who.</param>
/// <param name="Judged">Pairs with an answer.</param>
/// <param name="Skipped">Pairs without one.</param>
/// <param name="Seconds">The median time of an answer; null when unknown.</param>
/// <param name="Ties">The share of answers that were ties; NaN without answers.</param>
/// <param name="Left">The share of the other answers that chose the left image: far from a half, somebody clicks without looking.</param>
public sealed record ObserverRow(string Name, int Judged, int Skipped, double? Seconds, double Ties, double Left);
