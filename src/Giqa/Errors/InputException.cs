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

    /// <summary>A part of what <see cref="Changed"/> says that is in no other message.</summary>
    internal const string ChangedWords = "is not what it was when the run began";

    /// <summary>A run meets another file than the one that it was begun with.</summary>
    internal static InputException Changed(string path, Exception? cause = null)
    {
        var message = $"{path} {ChangedWords}: put back what was there, or begin anew";
        return cause is null ? new InputException(message) : new InputException(message, cause);
    }
}
