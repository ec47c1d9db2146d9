using Giqa.Images;

namespace Giqa.Features;

/// <summary>Which exceptions concern one image, and which end everything.</summary>
internal static class ExtractionFault
{
    /// <summary>What is wrong with an image's features, if they cannot be used.</summary>
    internal static ImageException? In(float[] features) => Array.TrueForAll(features, float.IsFinite)
        ? null
        : new ImageException(ImageFault.Failed, "the backbone gave a feature that is not a number");

    /// <summary>What the exception says about its image.</summary>
    /// <returns>The fault and a line on it, or null if every further image would fail in the same way.</returns>
    internal static (ImageFault Fault, string Detail)? Of(Exception exception) => exception switch
    {
        ImageException image => (image.Fault, image.Message),
        OutOfMemoryException => (ImageFault.TooLarge, "there is not enough memory to decode it"),
        OperationCanceledException or InputException or NativeLibraryException or FeatureCacheException => null,
        _ => (ImageFault.Failed, exception.Message.ReplaceLineEndings(" ")),
    };
}
