using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Some images of another source.</summary>
internal sealed class SelectedSource(IImageSource source, IReadOnlyList<int> indices) : IImageSource
{
    public int Count => indices.Count;

    public string GetName(int index) => source.GetName(indices[index]);

    public string? GetPath(int index) => source.GetPath(indices[index]);

    public ImageContent Read(int index) => source.Read(indices[index]);

    public void Dispose() => source.Dispose();
}
