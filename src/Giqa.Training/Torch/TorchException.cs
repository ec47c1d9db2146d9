namespace Giqa.Training.Torch;

/// <summary>libtorch refused an operation: shapes that do not fit, a wrong type, no memory. The message is libtorch's, on one line.</summary>
public sealed class TorchException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public TorchException(string message)
        : base(message)
    {
    }
}
