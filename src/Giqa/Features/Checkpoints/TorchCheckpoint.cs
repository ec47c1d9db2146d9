using System.Buffers.Binary;
using System.IO.Compression;
using Giqa.Storage;

namespace Giqa.Features.Checkpoints;

/// <summary>
/// PyTorch checkpoints (<c>torch.save</c> of a state dictionary), in the zip format of version 1.6 and later and in the
/// older one. Tensors only: a pickle that requests any other code is refused, and none of it is run.
/// </summary>
internal static class TorchCheckpoint
{
    private const long MaximumBytes = 8L << 30;

    /// <summary>Reads all tensors of a state dictionary, by name.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds more than tensors; one line, naming the file.</exception>
    public static IReadOnlyDictionary<string, TorchTensor> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = RegularFile.OpenRead(path);
            Span<byte> start = stackalloc byte[4];
            var isZip = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("PK\x3\x4"u8);
            stream.Position = 0;
            return Gather(isZip ? ReadZip(stream) : ReadLegacy(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"cannot read {path}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or ModelFileException or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or ArgumentException or OverflowException or NullReferenceException)
        {
            throw new ModelFileException($"{path} is not a valid PyTorch checkpoint of tensors: {(e is ModelFileException ? e.Message : "it is damaged")}", e);
        }
    }

    private static object? ReadZip(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new ModelFileException("it has no data.pkl");
        var folder = pickle.FullName[..^"data.pkl".Length];
        var world = new TorchWorld();
        var position = 0;
        var root = PickleMachine.Run(ReadStored(pickle), ref position, world);
        foreach (var (key, storage) in world.Storages)
        {
            var entry = archive.GetEntry($"{folder}data/{key}") ?? throw new ModelFileException($"it lacks the values of storage '{key}'");
            storage.Fill(ReadStored(entry));
        }

        return root;
    }

    /// <summary>Reads an entry. PyTorch never compresses, so a compressed one is foreign, and could be a bomb.</summary>
    private static byte[] ReadStored(ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length || entry.Length > Array.MaxLength)
        {
            throw new ModelFileException($"its entry {entry.FullName} is compressed or too large ({entry.Length} bytes): PyTorch does not write such files");
        }

        var bytes = new byte[entry.Length];
        using var content = entry.Open();
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The format before 1.6: four pickles (magic number, version, system, content), the keys, and the storages in their order.</summary>
    private static object? ReadLegacy(Stream stream)
    {
        if (stream.Length is < 16 or > MaximumBytes || stream.Length > Array.MaxLength)
        {
            throw new ModelFileException($"it has {stream.Length} bytes");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ReadOnlySpan<byte> magic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];
        if (!bytes.AsSpan().StartsWith(magic))
        {
            throw new ModelFileException("its first bytes are not PyTorch's");
        }

        var world = new TorchWorld();
        var position = magic.Length;
        _ = PickleMachine.Run(bytes, ref position, world);
        _ = PickleMachine.Run(bytes, ref position, world);
        var root = PickleMachine.Run(bytes, ref position, world);
        var keys = (List<object?>)PickleMachine.Run(bytes, ref position, world)!;
        foreach (var key in keys)
        {
            var storage = world.Storages[(string)key!];
            var count = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(position, 8));
            if (count != storage.Count)
            {
                throw new ModelFileException($"storage '{key}' announces {count} values and then {storage.Count}");
            }

            var length = checked((int)(count * storage.BytesPerValue));
            storage.Fill(bytes.AsSpan(position + 8, length));
            position += 8 + length;
        }

        return root;
    }

    private static Dictionary<string, TorchTensor> Gather(object? root)
    {
        if (root is not Dictionary<object, object?> dictionary)
        {
            throw new ModelFileException("it does not hold a dictionary of tensors");
        }

        // Training scripts often wrap the weights: {"state_dict": {...}, "epoch": 3}.
        if (dictionary.TryGetValue("state_dict", out var inner) && inner is Dictionary<object, object?> wrapped)
        {
            dictionary = wrapped;
        }

        return dictionary
            .Where(pair => pair is { Key: string, Value: PendingTensor })
            .ToDictionary(pair => (string)pair.Key, pair => ((PendingTensor)pair.Value!).Gather(), StringComparer.Ordinal);
    }
}

/// <summary>One tensor of a PyTorch checkpoint, in C order, its values as floats.</summary>
/// <param name="Shape">The lengths of the axes; empty for a scalar.</param>
/// <param name="Values">The product of the axes' lengths values.</param>
internal sealed record TorchTensor(int[] Shape, float[] Values);
