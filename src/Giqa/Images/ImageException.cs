namespace Giqa.Images;

/// <summary>One image could not be read. It never ends a run: the image is listed with <see cref="Fault"/> and the message.</summary>
public sealed class ImageException : GiqaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The class of the fault.</param>
    /// <param name="message">One line, without the file's name: the caller knows it.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ImageException(ImageFault fault, string message, Exception? innerException = null)
        : base(message, innerException!) => Fault = fault;

    /// <summary>The class of the fault.</summary>
    public ImageFault Fault { get; }
}
