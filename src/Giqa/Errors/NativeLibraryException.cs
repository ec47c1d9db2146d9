namespace Giqa;

/// <summary>A native library is missing or of the wrong kind; the message names the command that fixes it.</summary>
public sealed class NativeLibraryException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public NativeLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public NativeLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
