using System.Formats.Tar;

namespace Giqa.Images.Inputs;

/// <summary>Links between the entries of an archive: tar writes a file with two names only once.</summary>
internal sealed class TarLinks
{
    private readonly List<(int Image, string Target)> _links = [];

    /// <summary>Notes that an image is a link.</summary>
    /// <param name="image">Its place among the images.</param>
    /// <param name="name">Its name.</param>
    /// <param name="entry">Its entry.</param>
    internal void Add(int image, string name, TarEntry entry)
    {
        // Hard links are relative to the archive's root, symbolic ones to their own folder.
        var folder = entry.EntryType == TarEntryType.HardLink ? 0 : name.LastIndexOf('/') + 1;
        var parts = new List<string>();
        foreach (var part in $"{name[..folder]}{entry.LinkName}".Split('/').Where(part => part is not ("." or "")))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        _links.Add((image, string.Join('/', parts)));
    }

    /// <summary>Resolves links to the files they lead to.</summary>
    internal void Resolve(List<(string Name, TarImage Place)> images)
    {
        if (_links.Count == 0)
        {
            return;
        }

        var files = images.Where(image => image.Place.Offset > 0).DistinctBy(image => image.Name).ToDictionary(image => image.Name, image => image.Place, StringComparer.Ordinal);
        foreach (var (image, target) in _links)
        {
            if (files.TryGetValue(target, out var place))
            {
                images[image] = (images[image].Name, place);
            }
        }
    }
}
