using System.Security.Cryptography;

namespace Giqa.Storage;

/// <summary>Files of our own with their SHA-256 at the end: what a disk or a network lost of them is seen, wherever it is.</summary>
internal static class CheckedFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, stream =>
    {
        write(stream);
        stream.Position = 0;
        var hash = SHA256.HashData(stream);
        stream.Write(hash);
    });

    /// <summary>What was written; null when the file is missing, or is not what was written.</summary>
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

        var length = bytes.Length - SHA256.HashSizeInBytes;
        return length >= 0 && SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)) ? bytes.AsMemory(0, length) : null;
    }
}
