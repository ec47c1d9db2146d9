namespace Giqa.Cli.Demo;

/// <summary>How well the scores order one degradation's strengths.</summary>
/// <param name="Degradation">Its name, or <c>all</c>.</param>
/// <param name="Pairs">Pairs of the same image at two strengths, the untouched one among them.</param>
/// <param name="InOrder">The share of pairs in which the less degraded image scores higher; ties count one half.</param>
/// <param name="MeanQuality">The mean quality at each strength, the untouched images first.</param>
internal sealed record OrderRow(string Degradation, int Pairs, double InOrder, IReadOnlyList<double> MeanQuality);
