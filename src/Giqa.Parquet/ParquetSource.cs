using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Storage;
using Parquet;

namespace Giqa.Parquet;

/// <summary>The images of a Parquet file. A row group is read as a whole, and the last two are kept, because images are requested roughly in order.</summary>
internal sealed class ParquetSource(string path, string version, string[] names, ParquetLayout layout, long maxFileBytes) : IListedSource
{
    private const int GroupsKept = 2;

    /// <summary>The most bytes that a row group's column may decompress to; programs that write images use groups of a few hundred rows.</summary>
    private const long MostGroupBytes = 8L << 30;

    private readonly Lock _gate = new();
    private readonly List<(int Number, Lazy<byte[]?[]> Rows)> _kept = [];

    public int Count => names.Length;

    /// <summary>The row of the file that is the first image.</summary>
    public int First { get; init; }

    public string GetName(int index) => names[index];

    public string VersionOf(int index) => version;

    public void WriteTo(BinaryWriter writer, int start, int count)
    {
        ListedParts.BeginTable(writer, path, version);
        writer.Write(layout.Column);
        writer.Write(First + start);
        writer.Write(layout.Ends.Length);
        Array.ForEach(layout.Ends, writer.Write);
        ListedParts.WriteTexts(writer, names.AsSpan(start, count));
    }

    public ImageContent Read(int index)
    {
        var row = First + index;
        var number = Array.BinarySearch(layout.Ends, row + 1);
        number = number < 0 ? ~number : number;
        try
        {
            return Group(number).Value[row - (number == 0 ? 0 : layout.Ends[number - 1])] switch
            {
                null => throw new ImageException(ImageFault.Unreadable, "the row holds no bytes: its image was not written to the file"),
                { LongLength: var length } when length > maxFileBytes => throw new ImageException(ImageFault.TooLarge, $"the row's image has {length} bytes, more than the {maxFileBytes} allowed"),
                var bytes => ImageContent.FromFile(bytes),
            };
        }
        catch (ParquetDamageException e)
        {
            throw new ImageException(ImageFault.Corrupt, $"row group {number} of the file is damaged: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _kept.Clear();
        }
    }

    /// <summary>A row group, read by the first thread that needs it; other threads that need it wait for that read.</summary>
    private Lazy<byte[]?[]> Group(int number)
    {
        lock (_gate)
        {
            var at = _kept.FindIndex(group => group.Number == number);
            if (at < 0)
            {
                at = _kept.Count;
                _kept.Add((number, new Lazy<byte[]?[]>(() => Load(number))));
            }

            var group = _kept[at];
            _kept.RemoveAt(at);
            _kept.Add(group);
            if (_kept.Count > GroupsKept)
            {
                _kept.RemoveAt(0);
            }

            return group.Rows;
        }
    }

    private byte[]?[] Load(int number) => ParquetDamageException.Guard(async () =>
    {
        // Opened for each row group, because ten thousand shards cannot all be open at once.
        using var stream = RemoteFiles.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var field = reader.Schema.GetDataFields().First(field => field.Path.ToString() == layout.Column);
        using var group = reader.OpenRowGroupReader(number);
        var size = group.GetMetadata(field)?.MetaData?.TotalUncompressedSize ?? 0;
        return size <= MostGroupBytes
            ? await ParquetColumns.BytesAsync(group, field).ConfigureAwait(false)
            : throw new InvalidDataException($"it declares {size} bytes, more than the {MostGroupBytes} allowed");
    });
}
