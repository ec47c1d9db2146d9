using System.Runtime.InteropServices;

namespace Giqa.Storage;

/// <summary>The rows of an N x D array of floats or doubles in a <c>.npy</c> file, read one after the other.</summary>
internal sealed class NpyRows : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly byte[] _row;

    private NpyRows(string path, FileStream stream, NpyHeader header)
    {
        (_path, _stream, Count, Columns) = (path, stream, header.Shape[0], header.Shape[1]);
        _row = new byte[checked(Columns * NpyHeader.SizeOf(header.DataType))];
    }

    internal int Count { get; }

    internal int Columns { get; }

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="GiqaException">The file cannot be read, or holds something else; the message names it.</exception>
    internal static NpyRows Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = RegularFile.OpenRead(path);
            var header = NpyHeader.Read(stream);
            if (header.Shape.Length != 2 || header.Shape[1] < 1 || header.DataType is not ("<f4" or "<f8"))
            {
                throw new ModelFileException($"{path} holds {header.DataType} of shape ({string.Join(", ", header.Shape)}); features are an N x D array of float32 or float64");
            }

            if (header.Count > Array.MaxLength || stream.Length - stream.Position < header.Count * NpyHeader.SizeOf(header.DataType))
            {
                throw new GiqaException($"the .npy array announces {header.Count} values, more than are there or than fit into memory at once");
            }

            return new NpyRows(path, stream, header);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GiqaException)
        {
            stream?.Dispose();
            throw e is ModelFileException ? e : new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the next row; doubles are rounded.</summary>
    /// <exception cref="GiqaException">The file has become shorter, or cannot be read.</exception>
    internal void Read(Span<float> row)
    {
        try
        {
            _stream.ReadExactly(_row);
        }
        catch (IOException e)
        {
            throw new GiqaException($"cannot read {_path}: {e.Message}", e);
        }

        if (_row.Length == row.Length * sizeof(float))
        {
            MemoryMarshal.Cast<byte, float>(_row).CopyTo(row);
            return;
        }

        var doubles = MemoryMarshal.Cast<byte, double>(_row);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (float)doubles[i];
        }
    }

    public void Dispose() => _stream.Dispose();
}
