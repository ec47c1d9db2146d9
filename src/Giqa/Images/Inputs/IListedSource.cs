using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A source of which a part can be written down, so that another process finds its images, and no others in their place, without listing anything.</summary>
internal interface IListedSource : IImageSource
{
    /// <summary>What tells the file that an image is in from other versions of it, as it was when this was first asked.</summary>
    string VersionOf(int index);

    /// <summary>Writes down some neighbouring images, for <see cref="ListedParts.Read"/>.</summary>
    void WriteTo(BinaryWriter writer, int start, int count);
}

/// <summary>A source that is put together from others.</summary>
internal interface IComposedSource : IImageSource
{
    /// <summary>The parts of some neighbouring images, in order.</summary>
    IEnumerable<SourcePart> Parts(int start, int count);
}

/// <summary>Some neighbouring images of a source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Start">Its first image that belongs to the part.</param>
/// <param name="Count">How many do.</param>
internal readonly record struct SourcePart(IImageSource Source, int Start, int Count)
{
    /// <summary>Itself, or where its source is put together, the parts that it consists of.</summary>
    internal IEnumerable<SourcePart> Flat() => Count == 0 ? [] : Source is IComposedSource composed ? composed.Parts(Start, Count).SelectMany(part => part.Flat()) : [this];
}

/// <summary>Parts of listed sources, written down and read again.</summary>
internal static class ListedParts
{
    private const byte Files = 1;
    private const byte Archive = 2;
    private const byte Objects = 3;
    private const byte Table = 4;

    internal static void WriteFiles(BinaryWriter writer, ReadOnlySpan<string> names, ReadOnlySpan<string> paths, ReadOnlySpan<FileVersion?> versions)
    {
        writer.Write(Files);
        WriteTexts(writer, names);
        WriteTexts(writer, paths);
        foreach (var version in versions)
        {
            writer.Write(version?.Length ?? -1);
            writer.Write(version?.Ticks ?? 0);
        }
    }

    internal static void WriteArchive(BinaryWriter writer, string path, string version, ReadOnlySpan<string> names, ReadOnlySpan<TarImage> places)
    {
        writer.Write(Archive);
        WriteFile(writer, path, version);
        WriteTexts(writer, names);
        foreach (var place in places)
        {
            place.WriteTo(writer);
        }
    }

    internal static void WriteObjects(BinaryWriter writer, ReadOnlySpan<string> names, ReadOnlySpan<RemoteFile> files)
    {
        writer.Write(Objects);
        WriteTexts(writer, names);
        foreach (var file in files)
        {
            writer.Write(file.Url);
            writer.Write(file.Length);
            writer.Write(file.Version);
        }
    }

    /// <summary>Begins a part that an assembly of its own writes, and reads by <see cref="IShardReader.Read"/>.</summary>
    internal static void BeginTable(BinaryWriter writer, string path, string version)
    {
        writer.Write(Table);
        WriteFile(writer, path, version);
    }

    /// <summary>Texts that begin alike, as names of neighbours do.</summary>
    internal static void WriteTexts(BinaryWriter writer, ReadOnlySpan<string> texts)
    {
        var prefix = texts.Length == 0 ? string.Empty : texts[0];
        foreach (var text in texts)
        {
            prefix = prefix[..prefix.AsSpan().CommonPrefixLength(text)];
        }

        writer.Write(texts.Length);
        writer.Write(prefix);
        foreach (var text in texts)
        {
            writer.Write(text[prefix.Length..]);
        }
    }

    internal static string[] ReadTexts(BinaryReader reader)
    {
        var (texts, prefix) = (new string[reader.ReadInt32()], reader.ReadString());
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = prefix + reader.ReadString();
        }

        return texts;
    }

    /// <summary>Reads a part.</summary>
    /// <exception cref="GiqaException">The file that it is in is not what it was.</exception>
    internal static IImageSource Read(BinaryReader reader, DecodeOptions options)
    {
        var kind = reader.ReadByte();
        switch (kind)
        {
            case Files:
                var (names, paths) = (ReadTexts(reader), ReadTexts(reader));
                var versions = Many<FileVersion?>(names.Length, () => (reader.ReadInt64(), reader.ReadInt64()) is ( >= 0 and var length, var ticks) ? new FileVersion(length, ticks) : null);
                return new FileSource(names, paths, options.MaxFileBytes, versions);
            case Archive:
                var (path, version) = ReadFile(reader);
                var images = ReadTexts(reader);
                return new TarSource(path, version, images, Many(images.Length, () => TarImage.Read(reader)), options.MaxFileBytes);
            case Objects:
                var keys = ReadTexts(reader);
                return new RemoteSource(keys, Many(keys.Length, () => RemoteFiles.Know(new RemoteFile(reader.ReadString(), reader.ReadInt64(), reader.ReadString()))), options.MaxFileBytes);
            case Table:
                var (table, known) = ReadFile(reader);
                return Shards.ParquetReader(table).Read(table, known, reader, options);
            default:
                throw new InvalidDataException($"parts of kind {kind} are not known");
        }
    }

    private static T[] Many<T>(int count, Func<T> read)
    {
        var all = new T[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = read();
        }

        return all;
    }

    private static void WriteFile(BinaryWriter writer, string path, string version)
    {
        writer.Write(path);
        writer.Write(version);
        writer.Write(RemoteFiles.IsRemote(path) && RemoteFiles.Find(path) is { } file ? file.Length : -1);
    }

    private static (string Path, string Version) ReadFile(BinaryReader reader)
    {
        var (path, version, length) = (reader.ReadString(), reader.ReadString(), reader.ReadInt64());
        if (length >= 0)
        {
            // Whoever reads it asks the store for this version and no other.
            _ = RemoteFiles.Know(new RemoteFile(path, length, version));
        }

        return length >= 0 || FileVersion.TextOf(path) == version ? (path, version) : throw InputException.Changed(path);
    }
}
