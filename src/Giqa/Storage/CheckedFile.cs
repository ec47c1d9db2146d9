using System.Security.Cryptography;

namespace Giqa.Storage;

/// <summary>Giqa's own files with their SHA-256 at the end, so that any loss by a disk or a network is detected.</summary>
internal static class CheckedFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, stream =>
    {
        write(stream);
        stream.Position = 0;
        var hash = SHA256.HashData(stream);
        stream.Write(hash);
    });

    /// <summary>What was written; null if the file is missing or damaged.</summary>
    public static ReadOnlyMemory<byte>? TryRead(string path)
    {
        byte[] bytes;
        try
        {
            bytes = RegularFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // A null beside a Memory would become an empty one.
        var length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < 0 || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)))
        {
            return null;
        }

        return bytes.AsMemory(0, length);
    }
}
