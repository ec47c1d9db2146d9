using Giqa.Images;
using Giqa.Images.Inputs;

namespace Giqa.Parquet;

/// <summary>Opens Parquet files as images; the library finds this type by its name.</summary>
internal sealed class ParquetShards : IShardReader
{
    public IImageSource Open(string path, string? column, string prefix, DecodeOptions options, bool isOneOfMany)
    {
        try
        {
            var layout = ParquetLayout.Read(path, column);
            return layout.RowCount > 0 || isOneOfMany
                ? new ParquetSource(path, UniqueNames.Of(layout.Names.Select(name => prefix + name)), layout, options.MaxFileBytes)
                : throw new GiqaException($"{path} holds no images: its table has no rows");
        }
        catch (ParquetDamageException e)
        {
            return isOneOfMany
                ? new LostShard($"{prefix}lost", new ImageException(ImageFault.Corrupt, e.Message, e))
                : throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }
}
