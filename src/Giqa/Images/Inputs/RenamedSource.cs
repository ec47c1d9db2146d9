namespace Giqa.Images.Inputs;

/// <summary>Images of another source under new names; a negative position is a missing image.</summary>
internal sealed class RenamedSource(IImageSource source, string[] names, int[] places) : IImageSource
{
    public int Count => names.Length;

    public string GetName(int index) => names[index];

    public string? GetPath(int index) => places[index] < 0 ? null : source.GetPath(places[index]);

    public ImageContent Read(int index) => places[index] < 0
        ? throw new ImageException(ImageFault.Unreadable, "there is no such image, or the name is ambiguous")
        : source.Read(places[index]);

    public void Dispose() => source.Dispose();
}
