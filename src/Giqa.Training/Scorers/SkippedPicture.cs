using Giqa.Images;

namespace Giqa.Training.Scorers;

/// <summary>An image that could not be trained on, and why.</summary>
/// <param name="Name">Its name in its input.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Detail">More in one line.</param>
public sealed record SkippedPicture(string Name, ImageFault Fault, string? Detail);
