using System.Text;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A text file with one image path per line, relative to the list; empty lines and those that begin with # are left out.</summary>
/// <remarks>
/// The order is the list's. A file that does not exist is an unreadable image, not an error. <c>\xHH</c> stands for a byte (see
/// <see cref="PathText"/>), so that any name can be listed.
/// </remarks>
internal static class ListInput
{
    private const int MostBytes = 1 << 30;

    internal static IImageSource Open(string list, string prefix, DecodeOptions options)
    {
        if (!RegularFile.IsNoFolder(list))
        {
            throw new GiqaException($"list {list} does not exist; @FILE is a text file with one image path per line");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(list))!;
        var lines = ReadLines(list)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToArray();
        return lines.Length == 0
            ? throw new GiqaException($"list {list} names no images; it needs one path per line")
            : Array.Exists(lines, Shards.IsShard)
                ? OfShards(lines, folder, prefix, options)
                : OfFiles(UniqueNames.Of(lines.Select(line => prefix + line)), lines, folder, options);
    }

    private static FileSource OfFiles(string[] names, string[] lines, string folder, DecodeOptions options) =>
        new(names, Array.ConvertAll(lines, line => Path.Combine(folder, line)), options.MaxFileBytes);

    /// <summary>A list that names shards, alone or among images: each represents all of its images.</summary>
    private static ConcatenatedSource OfShards(string[] lines, string folder, string prefix, DecodeOptions options)
    {
        var paths = lines.SelectMany(line => Shards.IsShard(line) ? BraceRange.Expand(line, folder) : [line]).ToArray();
        var names = UniqueNames.Of(paths.Select(path => prefix + path));
        var sources = new List<IImageSource>();
        for (var (at, count) = (0, 0); at < paths.Length; at += count)
        {
            if (Shards.IsShard(paths[at]) && RegularFile.Exists(Path.Combine(folder, paths[at])))
            {
                count = 1;
                sources.Add(Shards.Open(Path.Combine(folder, paths[at]), null, names[at], options, isOneOfMany: true));
            }
            else
            {
                // One that does not exist is a row, like any other line.
                count = paths.Skip(at + 1).TakeWhile(path => !Shards.IsShard(path)).Count() + 1;
                sources.Add(OfFiles(names[at..(at + count)], paths[at..(at + count)], folder, options));
            }
        }

        return new ConcatenatedSource([.. sources]);
    }

    private static List<string> ReadLines(string list)
    {
        using var file = RegularFile.OpenHandle(list);
        if (RandomAccess.GetLength(file) > MostBytes)
        {
            throw new GiqaException($"list {list} has {RandomAccess.GetLength(file)} bytes, more than the {MostBytes} allowed: it should be a text file with one image path per line");
        }

        var bytes = ToUtf8(RegularFile.ReadAllBytes(file));
        if (bytes.Contains((byte)0))
        {
            throw new GiqaException($"list {list} is not a text file; it needs one image path per line");
        }

        var lines = new List<string>();
        foreach (var line in bytes.Split((byte)'\n'))
        {
            lines.Add(PathText.OfLine(bytes[line]));
        }

        return lines;
    }

    /// <summary>Without a byte order mark; Windows also writes lists in UTF-16.</summary>
    private static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..]
        : bytes.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes[2..].ToArray())
        : bytes.StartsWith<byte>([0xFE, 0xFF]) ? Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes[2..].ToArray())
        : bytes;
}
