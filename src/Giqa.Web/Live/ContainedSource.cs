using Giqa.Images;

namespace Giqa.Web.Live;

/// <summary>The images of opened inputs, of which no file outside its input's folder is read.</summary>
internal sealed class ContainedSource(IImageSource images, IReadOnlyList<string> specifications, long maxBytes) : IImageSource
{
    private readonly string[] _folders = [.. specifications.Select(specification => InputSpecification.Parse(specification).Path).Where(Directory.Exists).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];

    public int Count => images.Count;

    public string GetName(int index) => images.GetName(index);

    public string? GetPath(int index) => images.GetPath(index);

    public ImageContent Read(int index) => images.GetPath(index) is { } path ? new ContainedFile(FolderOf(path), maxBytes).Read(path) : images.Read(index);

    public void Dispose() => images.Dispose();

    /// <summary>The opened folder that a path begins with; for an entry of a list, only its own folder.</summary>
    private string FolderOf(string path)
    {
        var full = Path.GetFullPath(path);
        return Array.Find(_folders, folder => full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) ?? Path.GetDirectoryName(full)!;
    }
}
