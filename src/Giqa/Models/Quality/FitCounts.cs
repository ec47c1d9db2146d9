namespace Giqa.Models;

/// <summary>What became of the reals that a model was fitted on.</summary>
/// <param name="Images">All inputs.</param>
/// <param name="Skipped">Those without features.</param>
/// <param name="Fitted">Those in the model.</param>
/// <param name="HeldOut">Those that quality is calibrated on; with folds, the fitted ones again.</param>
/// <param name="References">Those whose features the model keeps.</param>
public sealed record FitCounts(int Images, int Skipped, int Fitted, int HeldOut, int References);
