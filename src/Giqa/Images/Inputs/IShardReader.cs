namespace Giqa.Images.Inputs;

/// <summary>Opens files of a kind that an assembly of its own reads, since what it takes to read them is not for everybody.</summary>
internal interface IShardReader
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">The column that the images are in; null for the one that stands out.</param>
    /// <param name="prefix">What every name begins with: the shard's name and a slash.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isOneOfMany">Whether it may hold no sound image, since others do.</param>
    /// <exception cref="GiqaException">It holds no images.</exception>
    IImageSource Open(string path, string? column, string prefix, DecodeOptions options, bool isOneOfMany);
}
