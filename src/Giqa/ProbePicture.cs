namespace Giqa;

/// <summary>A picture that is no image, and how good a model finds it.</summary>
/// <param name="Picture">What it shows, such as <c>uniform noise</c>.</param>
/// <param name="Quality">The share of held-out images that are no better, in [0, 1].</param>
public sealed record ProbePicture(string Picture, double Quality);
