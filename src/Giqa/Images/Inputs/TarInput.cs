using System.Formats.Tar;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>
/// The images of a .tar archive in the archive's order, including WebDataset shards. Only headers are read, and no entry's name is
/// ever used as a path.
/// </summary>
/// <remarks>
/// Only what is damaged is lost: it becomes a row with the reason, and reading continues after it. The same holds for archives
/// that were concatenated into one file.
/// </remarks>
internal sealed class TarInput
{
    private readonly Stream _file;
    private readonly List<(string Name, TarImage Place)> _images = [];
    private readonly List<string> _passedOver = [];
    private readonly TarClasses _classes = new();
    private readonly TarLinks _links = new();
    private long _end;
    private long? _damagedFrom;

    private TarInput(Stream file) => _file = file;

    /// <summary>Lists an archive.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="prefix">What every name begins with: the shard's name and a slash.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isOneOfMany">Whether it may hold no sound image, since others do.</param>
    /// <exception cref="GiqaException">It holds no images.</exception>
    internal static TarSource Open(string path, string prefix, DecodeOptions options, bool isOneOfMany = false)
    {
        var version = FileVersion.TextOf(path);
        var listing = TarListings.Of(path, () => ListingOf(path));
        var (images, passedOver) = (listing.Places, PassedOver.Of(listing.PassedOver));
        if (!isOneOfMany && Array.TrueForAll(images, static image => image.Offset == 0))
        {
            throw new GiqaException($"archive {path} holds no images{(images.Length > 0 ? $": {images[0].Detail}"
                : $"; searched for {ImageExtensions.Wanted}{(passedOver.Total > 0 ? $" and passed over {passedOver}" : string.Empty)}")}");
        }

        return new TarSource(path, version, UniqueNames.Of(listing.Names.Select(name => prefix + name)), images, options.MaxFileBytes)
        {
            PassedOver = passedOver,
        };
    }

    private static TarListing ListingOf(string path)
    {
        using var file = RemoteFiles.OpenRead(path);
        var archive = new TarInput(file);
        archive.List();
        return new TarListing([.. archive._images.Select(image => archive._classes.NameOf(image.Name))], [.. archive._images.Select(image => image.Place)], [.. archive._passedOver]);
    }

    private void List()
    {
        for (var (start, onlyZeros) = (0L, true); start < _file.Length; (start, onlyZeros) = TarBlocks.NextHeader(_file, Math.Max(_end, start + TarBlocks.BlockBytes)))
        {
            if (!onlyZeros || _damagedFrom is not null)
            {
                NoteDamage(start);
            }

            _file.Position = start;
            using var reader = new TarReader(_file, leaveOpen: true);
            try
            {
                while (reader.GetNextEntry() is { } entry)
                {
                    Take(entry);
                }
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                _damagedFrom ??= _end;
            }
        }

        if (_damagedFrom is not null)
        {
            NoteDamage(_file.Length);
        }
        else if (_end == _file.Length)
        {
            AddLost(_end, _end == 0 ? ImageFault.Empty : ImageFault.Truncated, _end == 0 ? "the archive has no bytes" : "the archive has no end mark, so it may be truncated or unfinished: images may be missing after its last one");
        }

        _links.Resolve(_images);
    }

    private void Take(TarEntry entry)
    {
        if (_damagedFrom is not null)
        {
            NoteDamage(_end);
        }

        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        _end = TarBlocks.EndOf(entry.DataOffset, entry.EntryType is TarEntryType.HardLink or TarEntryType.SymbolicLink ? 0 : entry.Length);
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes || IsHidden(name))
        {
            return;
        }

        if (ImageExtensions.IsImage(name))
        {
            TakeImage(name, entry);
        }
        else if (entry.DataOffset + entry.Length > _file.Length)
        {
            AddLost(entry.DataOffset, ImageFault.Truncated, $"the archive is truncated within {name}, and everything after it is missing");
        }
        else if (!_classes.TryTake(name, entry))
        {
            _passedOver.Add(PassedOver.KindOf(name));
        }
    }

    private void TakeImage(string name, TarEntry entry)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var missing = entry.DataOffset + entry.Length - _file.Length;
                _images.Add((name, missing <= 0
                    ? new TarImage(entry.DataOffset, entry.Length)
                    : new TarImage(entry.DataOffset, entry.Length, ImageFault.Truncated, $"the archive is truncated: {missing} of the image's {entry.Length} bytes are missing, and everything after them")));
                break;
            case TarEntryType.HardLink or TarEntryType.SymbolicLink:
                _links.Add(_images.Count, name, entry);
                _images.Add((name, new TarImage(0, 0, ImageFault.Unreadable, $"the archive's entry is a link to {entry.LinkName}, which is not in the archive")));
                break;
            default:
                _images.Add((name, new TarImage(0, 0, ImageFault.Unsupported, $"the archive's entry is not a plain file ({entry.EntryType})")));
                break;
        }
    }

    private static bool IsHidden(string name) =>
        Array.Exists(name.Split('/'), part => (part.StartsWith('.') && part is not ("." or "..")) || ForeignFolders.IsOfTool(part));

    /// <summary>A row for what was lost between the last intact entry and the next.</summary>
    private void NoteDamage(long to)
    {
        var from = _damagedFrom ?? _end;
        _damagedFrom = null;
        if (from < to)
        {
            AddLost(from, to < _file.Length ? ImageFault.Corrupt : ImageFault.Truncated, $"the archive is damaged{(to < _file.Length ? string.Empty : " or truncated")}: the {to - from} bytes from byte {from} on are not tar entries, and the images that were there are lost");
        }
    }

    private void AddLost(long at, ImageFault fault, string detail) => _images.Add(($"lost-at-{at}", new TarImage(0, 0, fault, detail)));
}
