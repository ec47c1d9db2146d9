using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Storage;

namespace Giqa.Parquet;

/// <summary>Opens Parquet files as images; the library finds this type by its name.</summary>
internal sealed class ParquetShards : IShardReader
{
    public IImageSource Open(string path, string? column, string prefix, DecodeOptions options, bool isOneOfMany)
    {
        var version = FileVersion.TextOf(path);
        try
        {
            var layout = ParquetLayout.Read(path, column);
            return layout.RowCount > 0 || isOneOfMany
                ? new ParquetSource(path, version, UniqueNames.Of(layout.Names.Select(name => prefix + name)), layout, options.MaxFileBytes)
                : throw new GiqaException($"{path} holds no images: its table has no rows");
        }
        catch (ParquetDamageException e)
        {
            return isOneOfMany
                ? new LostShard(path, version, $"{prefix}lost", new ImageException(ImageFault.Corrupt, e.Message, e))
                : throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    public IImageSource Read(string path, string version, BinaryReader reader, DecodeOptions options)
    {
        var (column, first, ends) = (reader.ReadString(), reader.ReadInt32(), new int[reader.ReadInt32()]);
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = reader.ReadInt32();
        }

        return new ParquetSource(path, version, ListedParts.ReadTexts(reader), new ParquetLayout(column, ends, []), options.MaxFileBytes) { First = first };
    }
}
