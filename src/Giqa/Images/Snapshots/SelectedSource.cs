namespace Giqa.Images.Snapshots;

/// <summary>Some images of a source, in any order.</summary>
internal sealed class SelectedSource(IImageSource source, int[] indices) : IImageSource
{
    public int Count => indices.Length;

    public string GetName(int index) => source.GetName(indices[index]);

    public string? GetPath(int index) => source.GetPath(indices[index]);

    public ImageContent Read(int index) => source.Read(indices[index]);

    public void Dispose() => source.Dispose();
}
