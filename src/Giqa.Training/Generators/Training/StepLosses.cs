namespace Giqa.Training.Generators;

/// <summary>The losses of one iteration.</summary>
/// <param name="Discriminator">The last of the discriminator's, without the penalty.</param>
/// <param name="Generator">The generator's.</param>
/// <param name="Penalty">The last gradient penalty, as it was last computed.</param>
internal readonly record struct StepLosses(double Discriminator, double Generator, double Penalty);
