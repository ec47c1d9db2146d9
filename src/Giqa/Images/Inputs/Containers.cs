namespace Giqa.Images.Inputs;

/// <summary>Recognises files that contain images, by their first bytes.</summary>
internal static class Containers
{
    private const int TarMark = 257;

    /// <summary>How many bytes are needed.</summary>
    internal const int SignatureBytes = TarMark + 5;

    /// <summary>Whether a file is a tar archive of a kind with a signature.</summary>
    internal static bool IsTar(ReadOnlySpan<byte> start) => start.Length >= SignatureBytes && start[TarMark..].StartsWith("ustar"u8);

    /// <summary>What a file is, with its article, or null if it is none of these.</summary>
    internal static string? NameOf(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8) => "a .zip or .npz archive",
        _ when start.StartsWith<byte>([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) => "a NumPy array",
        _ when start.StartsWith<byte>([0x1F, 0x8B]) => "a gzip file",
        _ when IsTar(start) => "a tar archive",
        _ when start.StartsWith("PAR1"u8) => "a Parquet file",
        _ when start.StartsWith<byte>([0x89, (byte)'H', (byte)'D', (byte)'F']) => "an HDF5 file",
        _ when start.StartsWith<byte>([(byte)'7', (byte)'z', 0xBC, 0xAF]) => "a 7-Zip archive",
        _ when start.StartsWith("Rar!"u8) => "a RAR archive",
        _ when start.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) => "a Zstandard file",
        _ when start.StartsWith<byte>([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) => "an xz file",
        _ when start.StartsWith("BZh"u8) => "a bzip2 file",
        _ => null,
    };
}
