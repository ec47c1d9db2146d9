using Giqa.Images;

namespace Giqa.Web.Live;

/// <summary>The images of some entries, to be extracted.</summary>
internal sealed class PendingSource(IReadOnlyList<LiveEntry> entries) : IImageSource
{
    public int Count => entries.Count;

    public string GetName(int index) => entries[index].Name;

    public ImageContent Read(int index) => entries[index].Read();
}
