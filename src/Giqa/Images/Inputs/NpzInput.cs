using System.IO.Compression;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A .npz file with one array of images: the one called <c>arr_0</c>, or the only one of unsigned bytes.</summary>
internal static class NpzInput
{
    private const string Preferred = "arr_0.npy";

    internal static ArraySource Open(string path, string prefix, DecodeOptions options)
    {
        using var archive = RegularFile.OpenZip(path);
        var entry = Choose(path, archive);
        using var stream = entry.Open();
        var shape = ArrayShape.Of(NpyHeader.Read(stream).Shape, options);
        return new ArraySource(prefix, shape, new MemoryRows(stream, shape, path));
    }

    private static ZipArchiveEntry Choose(string path, ZipArchive archive)
    {
        var images = archive.Entries.Where(HoldsImages).ToArray();
        return Array.Find(images, entry => entry.FullName == Preferred)
            ?? (images.Length == 1
                ? images[0]
                : throw new GiqaException($"{path} holds {images.Length} uint8 arrays of 3 or 4 axes among [{string.Join(", ", archive.Entries.Select(entry => entry.FullName).Take(10))}]; it needs one of images, or one called arr_0"));
    }

    private static bool HoldsImages(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            var header = NpyHeader.Read(stream);
            return header.DataType == NpyInput.ByteType && header.Shape.Length is 3 or 4;
        }
        catch (GiqaException)
        {
            // Not an array, or one of a type that images never have: an archive may hold labels and names as well.
            return false;
        }
    }
}
