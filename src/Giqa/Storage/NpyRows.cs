using System.IO.Compression;

namespace Giqa.Storage;

/// <summary>The rows of an N x D array of floating point numbers in a <c>.npy</c> or <c>.npz</c> file, read one after another.</summary>
internal sealed class NpyRows : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;
    private readonly ZipArchive? _archive;
    private readonly string _dataType;
    private readonly byte[] _row;

    private NpyRows(string path, (Stream Stream, ZipArchive? Archive) source, NpyHeader header)
    {
        (_path, _stream, _archive, _dataType, Count, Columns) = (path, source.Stream, source.Archive, header.DataType, header.Shape[0], header.Shape[1]);
        _row = new byte[checked(Columns * NpyHeader.SizeOf(header.DataType))];
    }

    internal int Count { get; }

    internal int Columns { get; }

    /// <summary>Opens a file and checks its header, and checks it against the file's length if that is known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">Which array of an .npz; null for the one that holds features by its name, or the only one that can.</param>
    /// <exception cref="GiqaException">The file cannot be read, or holds something else; the message names it.</exception>
    internal static NpyRows Open(string path, string? array = null)
    {
        ZipArchive? archive = null;
        Stream? stream = null;
        try
        {
            if (NpzArrays.IsNpz(path))
            {
                archive = RegularFile.OpenZip(path);
                stream = NpzArrays.ChooseFeatures(path, archive, array).Open();
            }
            else
            {
                stream = RegularFile.OpenRead(path);
            }

            var header = NpyHeader.Read(stream);
            if (header.Shape.Length != 2 || header.Shape[1] < 1 || !header.IsFloat)
            {
                throw new ModelFileException($"{path} holds {header.Describe()}; features are an N x D array of float16, float32 or float64");
            }

            if (header.Count > Array.MaxLength || (archive is null && stream.Length - stream.Position < header.Count * NpyHeader.SizeOf(header.DataType)))
            {
                throw new GiqaException($"the .npy array announces {header.Count} values, more than the file has or than fit into memory at once");
            }

            return new NpyRows(path, (stream, archive), header);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or GiqaException)
        {
            stream?.Dispose();
            archive?.Dispose();
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
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new GiqaException($"cannot read {_path}: {e.Message}", e);
        }

        NpyFloats.ToSingle(_dataType, _row, row);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _archive?.Dispose();
    }
}
