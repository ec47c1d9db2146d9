namespace Giqa.Images;

/// <summary>One image could not be read. It never ends a run: the image is listed with <see cref="Fault"/> and the message.</summary>
public sealed class ImageException : GiqaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The class of the fault.</param>
    /// <param name="message">One line, without the file's name, which the caller has.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ImageException(ImageFault fault, string message, Exception? innerException = null)
        : base(message, innerException!) => Fault = fault;

    /// <summary>The class of the fault.</summary>
    public ImageFault Fault { get; }
}

/// <summary>Why an image has no score. The names, in kebab case, are the <c>status</c> column of a scores file.</summary>
public enum ImageFault
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The bytes are not an image in a format that Giqa recognises.</summary>
    NotAnImage,

    /// <summary>An image format that is recognised but not decoded (TIFF, HEIC, AVIF ...), or a variant of one.</summary>
    Unsupported,

    /// <summary>The file ends before its image does.</summary>
    Truncated,

    /// <summary>The file contradicts itself: bad checksum, bad header, bad entropy data.</summary>
    Corrupt,

    /// <summary>More bytes or pixels than <see cref="DecodeOptions"/> allows.</summary>
    TooLarge,

    /// <summary>The file could not be read: permissions, a broken link, an I/O error.</summary>
    Unreadable,

    /// <summary>There is nothing to compare it with: the reference is missing, or cannot be used.</summary>
    NoReference,

    /// <summary>Reading or extracting failed in an unforeseen way; the detail says how.</summary>
    Failed,
}
