namespace Giqa.Metrics;

/// <summary>
/// Whether two generated sets differ in one metric by more than noise. The real set is shared, so both are resampled with the
/// same reals, and what the choice of reals does to both alike cancels.
/// </summary>
/// <param name="Metric">The metric's key: <c>qs ds fid kid precision recall density coverage</c>.</param>
/// <param name="First">The first set's name.</param>
/// <param name="Second">The second set's name.</param>
/// <param name="Difference">The first's figure minus the second's.</param>
/// <param name="Low">The lower end of the difference's 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="PValue">Two-sided: the chance of a difference at least as large if there were none.</param>
public sealed record PairedTest(string Metric, string First, string Second, double Difference, double Low, double High, double PValue);
