using Giqa.Images;
using Giqa.Images.Inputs;

namespace Giqa.Parquet;

/// <summary>The row that represents a shard that cannot be read at all.</summary>
internal sealed class LostShard(string path, string version, string name, ImageException fault) : IListedSource
{
    public int Count => 1;

    public string GetName(int index) => name;

    public string VersionOf(int index) => version;

    public void WriteTo(BinaryWriter writer, int start, int count) => ListedParts.WriteArchive(writer, path, version, [name], [new TarImage(0, 0, fault.Fault, fault.Message)]);

    public ImageContent Read(int index) => throw new ImageException(fault.Fault, fault.Message, fault);
}
