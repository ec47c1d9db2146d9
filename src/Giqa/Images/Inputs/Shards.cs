namespace Giqa.Images.Inputs;

/// <summary>Files that hold many images and are one of many themselves: WebDataset's .tar, Hugging Face's .parquet.</summary>
internal static class Shards
{
    internal const string ParquetExtension = ".parquet";

    /// <summary>Whether a path is a shard, by its extension, which even damaged ones have.</summary>
    internal static bool IsShard(string path) => HasExtension(path, ".tar") || HasExtension(path, ParquetExtension);

    /// <summary>Opens a shard that exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">The column of a .parquet that the images are in; null for the one that stands out.</param>
    /// <param name="label">What its images' names begin with.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isOneOfMany">Whether it may hold no sound image, since others do.</param>
    internal static IImageSource Open(string path, string? column, string label, DecodeOptions options, bool isOneOfMany) => HasExtension(path, ParquetExtension)
        ? OpenParquet(path, column, label, options, isOneOfMany)
        : TarInput.Open(path, $"{label}/", options, isOneOfMany);

    /// <summary>Opens a Parquet file, if the package that reads them is there.</summary>
    internal static IImageSource OpenParquet(string path, string? column, string label, DecodeOptions options, bool isOneOfMany) =>
        ParquetReader(path).Open(path, column, $"{label}/", options, isOneOfMany);

    /// <summary>What reads a Parquet file, if the package for it is there.</summary>
    internal static IShardReader ParquetReader(string path)
    {
        // By name: only programs that need that package refer to it.
        var type = Type.GetType("Giqa.Parquet.ParquetShards, Giqa.Parquet", throwOnError: false)
            ?? throw new GiqaException($"{path} is a Parquet file, which needs the package Giqa.Parquet: dotnet add package Giqa.Parquet");
        return (IShardReader)Activator.CreateInstance(type)!;
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Opens files of a kind that a separate assembly reads, because not every program should carry its dependencies.</summary>
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

    /// <summary>Reads where some images of a file are, as their source wrote it down.</summary>
    /// <param name="path">The file.</param>
    /// <param name="version">What tells it from other versions of it.</param>
    /// <param name="reader">What was written after <see cref="ListedParts.BeginTable"/>.</param>
    /// <param name="options">The limits.</param>
    IImageSource Read(string path, string version, BinaryReader reader, DecodeOptions options);
}
