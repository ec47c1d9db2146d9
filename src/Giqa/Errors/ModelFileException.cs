namespace Giqa;

/// <summary>A model, feature or weight file is damaged, foreign, or belongs to another backbone.</summary>
public sealed class ModelFileException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its one-line message and what caused it.</summary>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
