namespace Giqa.Images.Inputs;

/// <summary>A text file with one image path a line, relative to the list; empty lines and those that begin with # are left out.</summary>
/// <remarks>The order is the list's. A file that does not exist is an unreadable image, not an error.</remarks>
internal static class ListInput
{
    internal static FileSource Open(string list, string prefix, DecodeOptions options)
    {
        if (!File.Exists(list))
        {
            throw new GiqaException($"list {list} does not exist; @FILE names a text file with one image path a line");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(list))!;
        var lines = File.ReadLines(list)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToArray();
        if (Array.Find(lines, line => line.Contains('\0', StringComparison.Ordinal)) is not null)
        {
            throw new GiqaException($"list {list} is no text file; it needs one image path a line");
        }

        return lines.Length == 0
            ? throw new GiqaException($"list {list} names no images; it needs one path a line")
            : new FileSource(
                UniqueNames.Of(lines.Select(line => prefix + line)),
                Array.ConvertAll(lines, line => Path.Combine(folder, line)),
                options.MaxFileBytes);
    }
}
