namespace Giqa.Images.Inputs;

/// <summary>Where an image lies in an archive, or why it cannot be read.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Fault">What is wrong with it; null when nothing is known to be.</param>
/// <param name="Detail">One line on the fault.</param>
internal readonly record struct TarImage(long Offset, long Length, ImageFault? Fault = null, string? Detail = null);
