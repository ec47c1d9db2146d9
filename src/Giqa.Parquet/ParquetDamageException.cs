namespace Giqa.Parquet;

/// <summary>A file, or a part of one, that cannot be read as Parquet.</summary>
internal sealed class ParquetDamageException(string message, Exception innerException) : Exception(message, innerException)
{
    /// <summary>Runs an operation of the library that reads Parquet, which may throw any exception on damaged bytes.</summary>
    internal static T Guard<T>(Func<Task<T>> work)
    {
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (GiqaException or OutOfMemoryException))
        {
            throw new ParquetDamageException(e is UnauthorizedAccessException or FileNotFoundException ? e.Message
                : $"it is not a valid Parquet file ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
