using Giqa.Images;

namespace Giqa;

/// <summary>A reference image that a <see cref="SharedScorer"/> has read, reduced to its style, a few hundred bytes.</summary>
/// <remarks>Immutable; safe to share between threads, and usable for any number of images under the model that it was read for.</remarks>
public sealed class ServedReference
{
    internal ServedReference(string name, ServedModel? model, float[]? style, ImageFault? fault, string? detail) =>
        (Name, Model, Style, Fault, Detail) = (name, model, style, fault, detail);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Why it cannot be used; null if it can.</summary>
    public ImageFault? Fault { get; }

    /// <summary>One line on the fault.</summary>
    public string? Detail { get; }

    internal ServedModel? Model { get; }

    internal float[]? Style { get; }

    /// <summary>A reference that could not be read: images against it have the status <c>no-reference</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fault">Why.</param>
    /// <param name="detail">One line on it.</param>
    public static ServedReference Unusable(string name, ImageFault fault, string detail) => new(name, null, null, fault, detail);
}
