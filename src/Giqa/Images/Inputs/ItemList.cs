using System.Security.Cryptography;
using System.Text;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>
/// Where the images of a run are, written down once and chunk by chunk: a task of many reads what is said of its own chunks, and lists no folder,
/// archive or bucket.
/// </summary>
internal static class ItemList
{
    private const int Checksum = SHA256.HashSizeInBytes;

    /// <summary>Writes down all images of a source, where all of it can be written down.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The images.</param>
    /// <param name="chunkItems">Images of a chunk.</param>
    /// <param name="key">What tells these inputs from others.</param>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public static void Write(string path, IImageSource source, int chunkItems, string key)
    {
        if (new SourcePart(source, 0, source.Count).Flat().Any(part => part.Source is not IListedSource))
        {
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            var table = new MemoryStream();
            using var entries = new BinaryWriter(table, Encoding.UTF8, leaveOpen: true);
            entries.Write(key);
            entries.Write(source.Count);
            entries.Write(chunkItems);
            var chunk = new MemoryStream();
            using var writer = new BinaryWriter(chunk, Encoding.UTF8, leaveOpen: true);
            for (var start = 0L; start < source.Count; start += chunkItems)
            {
                chunk.SetLength(0);
                var parts = new SourcePart(source, (int)start, (int)Math.Min(chunkItems, source.Count - start)).Flat().ToList();
                writer.Write(parts.Count);
                foreach (var part in parts)
                {
                    ((IListedSource)part.Source).WriteTo(writer, part.Start, part.Count);
                }

                WriteChecked(stream, chunk);
                entries.Write(stream.Position);
            }

            var place = stream.Position;
            WriteChecked(stream, table);
            stream.Write(BitConverter.GetBytes(place));
        });
    }

    /// <summary>Opens what was written down; null when there is nothing, or it is damaged or of other inputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">As it was written.</param>
    /// <param name="options">The limits.</param>
    public static IImageSource? TryOpen(string path, string key, DecodeOptions options)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            Span<byte> end = stackalloc byte[sizeof(long)];
            file.Position = file.Length - end.Length;
            file.ReadExactly(end);
            var place = BitConverter.ToInt64(end);
            using var reader = ReadChecked(file, place, file.Length - end.Length);
            if (reader.ReadString() != key)
            {
                return null;
            }

            var (count, chunkItems) = (reader.ReadInt32(), reader.ReadInt32());
            var ends = new long[((long)count + chunkItems - 1) / chunkItems];
            for (var chunk = 0; chunk < ends.Length; chunk++)
            {
                ends[chunk] = reader.ReadInt64();
            }

            return new ListedItems(path, count, chunkItems, ends, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or DivideByZeroException)
        {
            return null;
        }
    }

    /// <summary>Bytes of a file with their checksum before them.</summary>
    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    internal static BinaryReader ReadChecked(Stream file, long start, long end)
    {
        if (start < 0 || end - start < Checksum || end - start > Array.MaxLength)
        {
            throw new InvalidDataException("its end is damaged");
        }

        var bytes = new byte[end - start];
        file.Position = start;
        file.ReadExactly(bytes);
        return SHA256.HashData(bytes.AsSpan(Checksum)).AsSpan().SequenceEqual(bytes.AsSpan(0, Checksum))
            ? new BinaryReader(new MemoryStream(bytes, Checksum, bytes.Length - Checksum), Encoding.UTF8)
            : throw new InvalidDataException("a checksum is wrong");
    }

    private static void WriteChecked(Stream stream, MemoryStream bytes)
    {
        var content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        stream.Write(SHA256.HashData(content));
        stream.Write(content);
    }
}

/// <summary>The images that an <see cref="ItemList"/> names, read chunk by chunk, when they are asked for.</summary>
internal sealed class ListedItems(string path, int count, int chunkItems, long[] ends, DecodeOptions options) : IImageSource
{
    private const int ChunksKept = 2;

    private readonly Lock _gate = new();
    private readonly List<(int Chunk, Lazy<ConcatenatedSource> Images)> _kept = [];

    public int Count => count;

    public string GetName(int index) => Chunk(index).GetName(index % chunkItems);

    public string? GetPath(int index) => Chunk(index).GetPath(index % chunkItems);

    public ImageContent Read(int index) => Chunk(index).Read(index % chunkItems);

    public void Dispose()
    {
        lock (_gate)
        {
            _kept.Clear();
        }
    }

    private ConcatenatedSource Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var chunk = index / chunkItems;
        Lazy<ConcatenatedSource>? images;
        lock (_gate)
        {
            images = _kept.Find(kept => kept.Chunk == chunk).Images;
            if (images is null)
            {
                images = new Lazy<ConcatenatedSource>(() => Load(chunk));
                _kept.Add((chunk, images));
                _kept.RemoveRange(0, Math.Max(0, _kept.Count - ChunksKept));
            }
        }

        return images.Value;
    }

    private ConcatenatedSource Load(int chunk)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            using var reader = ItemList.ReadChecked(file, chunk == 0 ? 0 : ends[chunk - 1], ends[chunk]);
            var parts = new IImageSource[reader.ReadInt32()];
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = ListedParts.Read(reader, options);
            }

            return new ConcatenatedSource(parts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"cannot read {path}: {e.Message}; the command that began the run, given again without it, makes it anew", e);
        }
    }
}
