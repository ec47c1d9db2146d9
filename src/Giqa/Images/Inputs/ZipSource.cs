using System.IO.Compression;
using System.IO.Hashing;

namespace Giqa.Images.Inputs;

/// <summary>Images inside an archive. One thread inflates at a time; images are nearly always stored, or inflate much faster than they decode.</summary>
internal sealed class ZipSource(ZipArchive archive, string[] names, ZipArchiveEntry[] entries, long maxFileBytes) : IImageSource
{
    private const int FirstBufferBytes = 1 << 16;

    private readonly Lock _gate = new();

    public int Count => names.Length;

    public PassedOver PassedOver { get; init; } = PassedOver.Nothing;

    public string GetName(int index) => names[index];

    public ImageContent Read(int index)
    {
        var entry = entries[index];
        try
        {
            lock (_gate)
            {
                return entry.IsEncrypted
                    ? throw new ImageException(ImageFault.Unsupported, "the archive's entry is encrypted; unpack it first")
                    : ImageContent.FromFile(Inflate(entry));
            }
        }
        catch (InvalidDataException e)
        {
            // For damaged data the runtime reports the same as for an unsupported method.
            throw new ImageException(ImageFault.Corrupt, IsOfUnknownMethod(e) ? "the archive's entry is damaged" : $"the archive's entry cannot be inflated: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new ImageException(ImageFault.Unreadable, e.Message, e);
        }
    }

    public void Dispose() => archive.Dispose();

    /// <summary>The runtime distinguishes an unsupported method from damage only by its message.</summary>
    internal static bool IsOfUnknownMethod(InvalidDataException exception) => exception.Message.Contains("compressed using", StringComparison.Ordinal);

    /// <summary>Opens an entry, which is when an unsupported method is detected.</summary>
    private static Stream Open(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException e) when (IsOfUnknownMethod(e))
        {
            throw new ImageException(ImageFault.Unsupported, $"{e.Message.TrimEnd('.')}; stored, Deflate and Deflate64 are supported: repack the archive", e);
        }
    }

    /// <summary>Inflates as much as there is, up to the limit, whatever size the archive announces.</summary>
    private ReadOnlyMemory<byte> Inflate(ZipArchiveEntry entry)
    {
        if (entry.Length > maxFileBytes)
        {
            throw new ImageException(ImageFault.TooLarge, $"the archive's entry announces {entry.Length} bytes, more than the {maxFileBytes} allowed");
        }

        using var stream = Open(entry);
        var bytes = new byte[Math.Clamp(entry.Length + 1, 1, FirstBufferBytes)];
        var count = 0;
        for (int read; (read = stream.Read(bytes, count, bytes.Length - count)) > 0;)
        {
            count += read;
            if (count > maxFileBytes)
            {
                throw new ImageException(ImageFault.TooLarge, $"the archive's entry inflates to more than the {maxFileBytes} bytes allowed");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(Math.Min(2L * count, maxFileBytes + 1), Array.MaxLength));
            }
        }

        return Crc32.HashToUInt32(bytes.AsSpan(0, count)) == entry.Crc32
            ? bytes.AsMemory(0, count)
            : throw new ImageException(ImageFault.Corrupt, "the archive's entry does not match its checksum");
    }
}
