using System.Security.Cryptography;
using System.Text;

namespace Giqa.Storage;

/// <summary>
/// A mark on a text that only the same user on the same machine can make: an HMAC with a key of 32 random bytes, kept for the user
/// alone beside the backbones. It tells a user's own files from those of strangers, who can write anything else into a file.
/// </summary>
internal static class UserSeal
{
    private const int KeyBytes = 32;

    private static string KeyPath => Path.Combine(UserFolders.Data, "seal.key");

    /// <summary>Marks a text; the first time makes the key.</summary>
    /// <returns>The mark, or null where no key can be kept.</returns>
    internal static string? Make(string text)
    {
        try
        {
            return Mark(ReadKey() ?? MakeKey(), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a mark is this user's.</summary>
    internal static bool IsOwn(string text, string? mark)
    {
        try
        {
            return mark is not null && ReadKey() is { } key
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mark(key, text)), Encoding.UTF8.GetBytes(mark));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Mark(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>The key; null where there is none, or none that is whole.</summary>
    private static byte[]? ReadKey() => RegularFile.Exists(KeyPath) && RegularFile.ReadAllBytes(KeyPath) is { Length: KeyBytes } key ? key : null;

    private static byte[] MakeKey()
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        var temporary = $"{KeyPath}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(key);
        }

        try
        {
            File.Move(temporary, KeyPath);
            return key;
        }
        catch (IOException) when (ReadKey() is not null)
        {
            // Another process was first; its key counts.
            File.Delete(temporary);
            return ReadKey()!;
        }
    }
}
