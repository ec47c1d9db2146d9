using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Storage;

/// <summary>A safetensors file opened for reading. Only the header is read at first; a tensor is read on request.</summary>
/// <remarks>Safe to use from several threads. Nothing in such a file can execute code.</remarks>
internal sealed class SafetensorsFile : IDisposable
{
    private const long MaximumHeaderLength = 100_000_000;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _dataStart;

    private SafetensorsFile(SafeFileHandle file, string path, SafetensorsHeader header, long dataStart)
    {
        (_file, _path, _dataStart) = (file, path, dataStart);
        Metadata = header.Metadata;
        Entries = header.Entries;
    }

    /// <summary>The free-text metadata; empty if there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged, or not a safetensors file; the message names it.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? file = null;
        try
        {
            file = RegularFile.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            Span<byte> prefix = stackalloc byte[8];
            if (length < 8 || RandomAccess.Read(file, prefix, 0) < 8)
            {
                throw new ModelFileException("it is shorter than a header");
            }

            var headerLength = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (headerLength is < 2 or > MaximumHeaderLength || headerLength > length - 8)
            {
                throw new ModelFileException($"its header announces {headerLength} bytes, but the file has {length}");
            }

            var json = new byte[headerLength];
            ReadAt(file, json, 8);
            return new SafetensorsFile(file, path, SafetensorsHeader.Parse(json, length - 8 - headerLength), 8 + headerLength);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ModelFileException or OverflowException or InvalidOperationException)
        {
            file?.Dispose();
            throw new ModelFileException(e is IOException or UnauthorizedAccessException ? $"cannot read {path}: {e.Message}" : $"{path} is not a valid safetensors file: {(e is InvalidOperationException ? "its header holds a text that is not Unicode" : e.Message)}", e);
        }
    }

    /// <summary>Whether a tensor of that name is there.</summary>
    public bool Contains(string name) => Entries.ContainsKey(name);

    /// <summary>Reads a tensor of 32-bit floats.</summary>
    /// <exception cref="ModelFileException">It is missing or of another type.</exception>
    public float[] ReadSingle(string name) => Read<float>(name, "F32");

    /// <summary>Maps a tensor of 32-bit floats into memory; it may be used after this file is closed.</summary>
    /// <exception cref="ModelFileException">It is missing, empty, of another type, or is misaligned.</exception>
    internal MappedFloats MapSingle(string name)
    {
        var entry = Find(name, "F32", long.MaxValue);
        var offset = _dataStart + entry.Start;
        return entry.Count > 0 && offset % sizeof(float) == 0
            ? new MappedFloats(_file, offset, entry.Count)
            : throw new ModelFileException($"the tensor '{name}' of {_path} is empty or does not begin at a multiple of {sizeof(float)} bytes");
    }

    /// <summary>Reads a tensor of 64-bit floats.</summary>
    /// <exception cref="ModelFileException">It is missing or of another type.</exception>
    public double[] ReadDouble(string name) => Read<double>(name, "F64");

    /// <summary>Reads a tensor of 64-bit integers.</summary>
    /// <exception cref="ModelFileException">It is missing or of another type.</exception>
    public long[] ReadInt64(string name) => Read<long>(name, "I64");

    /// <summary>Reads a tensor of bytes.</summary>
    /// <exception cref="ModelFileException">It is missing or of another type.</exception>
    public byte[] ReadBytes(string name) => Read<byte>(name, "U8");

    /// <summary>The checksum of everything after the header, as in <see cref="SafetensorsWriter.Checksum"/>.</summary>
    /// <exception cref="ModelFileException">The file cannot be read.</exception>
    internal string Checksum()
    {
        var (hash, buffer) = (new XxHash128(), new byte[1 << 20]);
        try
        {
            for (var (at, end) = (_dataStart, RandomAccess.GetLength(_file)); at < end; at += buffer.Length)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at));
                ReadAt(_file, part, at);
                hash.Append(part);
            }
        }
        catch (IOException e)
        {
            throw new ModelFileException($"cannot read {_path}: {e.Message}", e);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private T[] Read<T>(string name, string dataType)
        where T : unmanaged
    {
        var entry = Find(name, dataType, Array.MaxLength);
        var values = GC.AllocateUninitializedArray<T>((int)entry.Count);
        try
        {
            // A span of bytes tops out at 2 GiB, an array of floats at 8: read in slices.
            const int Slice = 1 << 24;
            for (var done = 0; done < values.Length; done += Slice)
            {
                var part = MemoryMarshal.AsBytes(values.AsSpan(done, Math.Min(Slice, values.Length - done)));
                ReadAt(_file, part, _dataStart + entry.Start + ((long)done * SafetensorsEntry.SizeOf(dataType)));
            }
        }
        catch (IOException e)
        {
            throw new ModelFileException($"cannot read {_path}: {e.Message}", e);
        }

        return values;
    }

    private SafetensorsEntry Find(string name, string dataType, long most)
    {
        if (!Entries.TryGetValue(name, out var entry))
        {
            throw new ModelFileException($"{_path} lacks the tensor '{name}'");
        }

        return entry.DataType == dataType && entry.Count <= most
            ? entry
            : throw new ModelFileException($"the tensor '{name}' of {_path} holds {entry.Count} values of type {entry.DataType} where {dataType} is expected");
    }

    private static void ReadAt(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("the file ends too early");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }
}
