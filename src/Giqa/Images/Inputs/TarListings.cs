using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>
/// What archives hold, kept beside a run: to list an archive is to read through it, which in an object store is to fetch it, and no task of many
/// need do that again. A listing is that of one version of an archive; of another it is made anew.
/// </summary>
internal sealed class TarListings : IDisposable
{
    private const int Version = 1;
    private static readonly AsyncLocal<TarListings?> s_current = new();
    private readonly ConcurrentDictionary<string, TarListing> _fresh = new(StringComparer.Ordinal);
    private readonly string _folder;

    private TarListings(string folder) => _folder = folder;

    /// <summary>Archives that are opened until this is disposed are taken from the folder, where they stand in it.</summary>
    public static TarListings From(string folder) => s_current.Value = new TarListings(folder);

    /// <summary>Lists an archive, or finds its listing.</summary>
    public static TarListing Of(string path, Func<TarListing> list)
    {
        if (s_current.Value is not { } current)
        {
            return list();
        }

        var name = NameOf(path);
        if (Read(Path.Combine(current._folder, name)) is { } known)
        {
            return known;
        }

        var listing = list();
        _ = current._fresh.TryAdd(name, listing);
        return listing;
    }

    /// <summary>Keeps what was listed.</summary>
    public void Save()
    {
        foreach (var (name, listing) in _fresh)
        {
            AtomicFile.Write(Path.Combine(_folder, name), listing.WriteTo);
        }
    }

    public void Dispose() => s_current.Value = null;

    /// <summary>By the archive's path and what tells its versions apart.</summary>
    private static string NameOf(string path)
    {
        var version = FileVersion.TextOf(path);
        path = RemoteFiles.IsRemote(path) ? path : Path.GetFullPath(path);
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{path}\n{version}")))}.listing");
    }

    private static TarListing? Read(string path)
    {
        if (!RegularFile.Exists(path))
        {
            return null;
        }

        try
        {
            return TarListing.Read(RegularFile.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException or OverflowException)
        {
            // Damaged: it is listed as if there were none.
            return null;
        }
    }
}

/// <summary>What an archive holds.</summary>
/// <param name="Names">The images' names within it.</param>
/// <param name="Places">Where each is, or why it cannot be read.</param>
/// <param name="PassedOver">The kinds of what is no image.</param>
internal sealed record TarListing(string[] Names, TarImage[] Places, string[] PassedOver)
{
    /// <summary>Writes it, with a checksum before it.</summary>
    public void WriteTo(Stream stream)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Names.Length);
            foreach (var (name, place) in Names.Zip(Places))
            {
                writer.Write(name);
                place.WriteTo(writer);
            }

            writer.Write(PassedOver.Length);
            Array.ForEach(PassedOver, writer.Write);
        }

        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        stream.Write(SHA256.HashData(bytes));
        stream.Write(bytes);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TarListing Read(byte[] bytes)
    {
        const int Checksum = SHA256.HashSizeInBytes;
        if (bytes.Length < Checksum || !SHA256.HashData(bytes.AsSpan(Checksum)).AsSpan().SequenceEqual(bytes.AsSpan(0, Checksum)))
        {
            throw new InvalidDataException("the checksum is wrong");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Checksum, bytes.Length - Checksum), Encoding.UTF8);
        var (names, places) = (new string[reader.ReadInt32()], Array.Empty<TarImage>());
        Array.Resize(ref places, names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
            places[i] = TarImage.Read(reader);
        }

        return new TarListing(names, places, [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]);
    }
}
