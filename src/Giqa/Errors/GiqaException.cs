namespace Giqa;

/// <summary>
/// The base of everything that Giqa throws on purpose. The message is one readable line: what was seen,
/// what is allowed, what to do.
/// </summary>
public class GiqaException : Exception
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public GiqaException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public GiqaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
