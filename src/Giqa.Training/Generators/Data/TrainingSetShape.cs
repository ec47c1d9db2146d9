namespace Giqa.Training.Generators;

/// <summary>What the images of a <see cref="TrainingSet"/> have in common.</summary>
/// <param name="Size">Their side in pixels.</param>
/// <param name="Channels">1 for grey, 3 for RGB.</param>
/// <param name="ConditionChannels">Channels of the conditions, 0 when there are none.</param>
public sealed record TrainingSetShape(int Size, int Channels, int ConditionChannels);
