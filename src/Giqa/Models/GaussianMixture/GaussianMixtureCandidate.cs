namespace Giqa.Models;

/// <summary>One number of components that was tried.</summary>
/// <param name="Components">M.</param>
/// <param name="TrainingLogDensity">The mean log density of the training rows, in nats.</param>
/// <param name="HeldOutLogDensity">The mean log density of the held-out rows, in nats; larger is better.</param>
/// <param name="Bic">The Bayesian criterion on the training rows; smaller is better.</param>
/// <param name="Converged">Whether EM settled.</param>
public sealed record GaussianMixtureCandidate(
    int Components, double TrainingLogDensity, double HeldOutLogDensity, double Bic, bool Converged);
