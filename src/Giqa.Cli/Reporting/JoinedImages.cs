using Giqa.Images;

namespace Giqa.Cli.Reporting;

/// <summary>The images of several scores files as one list; those of a file whose images were not found fail when they are read.</summary>
internal sealed class JoinedImages : IImageSource
{
    private readonly List<(IImageSource? Source, int Index, string Name)> _items = [];
    private readonly List<IImageSource> _sources = [];

    public int Count => _items.Count;

    public string GetName(int index) => _items[index].Name;

    public string? GetPath(int index) => _items[index].Source?.GetPath(_items[index].Index);

    public ImageContent Read(int index) => _items[index] is ({ } source, var position, _)
        ? source.Read(position)
        : throw new ImageException(ImageFault.Unreadable, "it was not found");

    public void Dispose() => _sources.ForEach(source => source.Dispose());

    /// <summary>Adds the images of one file under the given names; they are disposed with this object.</summary>
    public void Add(IImageSource? source, IReadOnlyList<string> names)
    {
        _items.AddRange(names.Select((name, index) => (source, index, name)));
        if (source is not null)
        {
            _sources.Add(source);
        }
    }
}
