using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>An image that was left out because it could not be read.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Fault">The class of the fault.</param>
/// <param name="Reason">One line.</param>
public sealed record UnreadableImage(string Name, ImageFault Fault, string Reason);
