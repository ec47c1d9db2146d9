namespace Giqa.Images.Inputs;

/// <summary>The rows of an array of bytes, one image each. May be read from several threads at once.</summary>
internal interface IPixelRows : IDisposable
{
    /// <summary>The bytes of one row.</summary>
    /// <exception cref="ImageException">The row cannot be read.</exception>
    ReadOnlyMemory<byte> Read(int index);
}
