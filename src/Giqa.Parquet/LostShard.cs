using Giqa.Images;

namespace Giqa.Parquet;

/// <summary>The row that represents a shard that cannot be read at all.</summary>
internal sealed class LostShard(string name, ImageException fault) : IImageSource
{
    public int Count => 1;

    public string GetName(int index) => name;

    public ImageContent Read(int index) => throw new ImageException(fault.Fault, fault.Message, fault);
}
