using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>Judges samples while a generator is trained.</summary>
/// <param name="images">A batch of samples.</param>
/// <returns>One quality an image, in (0, 1).</returns>
public delegate IReadOnlyList<double> BatchQuality(IReadOnlyList<RgbImage> images);
