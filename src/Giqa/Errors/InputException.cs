namespace Giqa;

/// <summary>An input fails as a whole: a file is not what a run began with, a store does not answer. That is no fault of an image, which would be a row with its reason; it ends the run.</summary>
internal sealed class InputException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public InputException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
