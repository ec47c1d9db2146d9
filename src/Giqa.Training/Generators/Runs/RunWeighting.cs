namespace Giqa.Training.Generators;

/// <summary>How weak samples are weighed in the discriminator's loss.</summary>
/// <param name="Model">The model that judges them.</param>
/// <param name="Threshold">Samples of lower quality are weak.</param>
/// <param name="Weight">What a weak sample counts; any other counts 1.</param>
/// <param name="Every">Iterations from one judgement to the next.</param>
public sealed record RunWeighting(string Model, double Threshold, double Weight, int Every);
