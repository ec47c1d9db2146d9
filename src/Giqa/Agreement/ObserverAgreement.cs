namespace Giqa.Agreement;

/// <summary>How far people agree among themselves.</summary>
/// <param name="Pairs">Pairs that were judged more than once.</param>
/// <param name="Observers">Different observers named in the file.</param>
/// <param name="PercentAgreement">The chance that two judgements of one pair coincide; 0 to 1.</param>
/// <param name="FleissKappa">The same beyond chance; at most 1.</param>
public sealed record ObserverAgreement(int Pairs, int Observers, double PercentAgreement, double FleissKappa);
