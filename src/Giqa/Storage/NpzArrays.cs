using System.IO.Compression;

namespace Giqa.Storage;

/// <summary>Finds the right array in a <c>.npz</c> file, by the headers alone.</summary>
internal static class NpzArrays
{
    private const string Extension = ".npz";
    private const string EntryExtension = ".npy";
    private const string ImagesByName = "arr_0";
    private const int MostNamed = 10;

    // Tools' names for features: Giqa and others, dgm-eval, NumPy's savez, clean-fid and similar tools.
    private static readonly string[] FeaturesByName = ["features", "reps", "arr_0", "embeddings", "activations", "acts", "pool_3"];

    internal static bool IsNpz(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the file is used for its features: the given array holds them, or there are no images as well.</summary>
    internal static bool HoldsFeatures(string path, string? array)
    {
        using var archive = RegularFile.OpenZip(path);
        var arrays = Read(archive);
        return array is not null
            ? arrays.Exists(item => item.Name == array && IsFeatures(item.Header))
            : !arrays.Exists(item => IsImages(item.Header)) && FindFeatures(arrays) is not null;
    }

    /// <summary>The array of features.</summary>
    /// <exception cref="ModelFileException">There is none, or more than one that could be meant.</exception>
    internal static ZipArchiveEntry ChooseFeatures(string path, ZipArchive archive, string? array)
    {
        var arrays = Read(archive);
        return (array is null ? FindFeatures(arrays) : arrays.Find(item => item.Name == array).Entry)
            ?? throw new ModelFileException($"{Missing(path, array)} It holds {Describe(archive)}: choose one of N x D floats as {path}#NAME");
    }

    /// <summary>The array of images.</summary>
    /// <exception cref="GiqaException">There is none, or more than one that could be meant.</exception>
    internal static ZipArchiveEntry ChooseImages(string path, ZipArchive archive, string? array)
    {
        var arrays = Read(archive);
        if (array is not null)
        {
            return arrays.Find(item => item.Name == array).Entry
                ?? throw new GiqaException($"{Missing(path, array)} It holds {Describe(archive)}");
        }

        var images = arrays.FindAll(item => IsImages(item.Header));
        return images.Find(item => item.Name == ImagesByName).Entry
            ?? (images is [var only]
                ? only.Entry
                : throw new GiqaException($"{path} has {(images.Count == 0 ? "no array" : $"{images.Count} arrays")} of uint8 images and {(images.Count == 0 ? "no single array of features" : $"none named {ImagesByName}")}. It holds {Describe(archive)}: choose one as {path}#NAME"));
    }

    private static string Missing(string path, string? array) => array is null ? $"{path} has no array of features, or several." : $"{path} has no array '{array}'.";

    private static bool IsImages(NpyHeader header) => header is { DataType: "|u1", Shape.Length: 3 or 4 };

    private static bool IsFeatures(NpyHeader header) => header is { IsFloat: true, Shape.Length: 2 };

    private static ZipArchiveEntry? FindFeatures(List<(string Name, ZipArchiveEntry Entry, NpyHeader Header)> arrays)
    {
        // Statistics for FID are mu and sigma; sigma has the shape of features.
        var candidates = arrays.Exists(item => item.Name == "mu") ? [] : arrays.FindAll(item => IsFeatures(item.Header));
        return FeaturesByName.Select(name => candidates.Find(item => item.Name == name).Entry).FirstOrDefault(entry => entry is not null)
            ?? (candidates is [var only] ? only.Entry : null);
    }

    private static List<(string Name, ZipArchiveEntry Entry, NpyHeader Header)> Read(ZipArchive archive, Dictionary<ZipArchiveEntry, string>? unread = null)
    {
        var arrays = new List<(string, ZipArchiveEntry, NpyHeader)>();
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(EntryExtension, StringComparison.Ordinal)))
        {
            try
            {
                using var stream = entry.Open();
                arrays.Add((entry.FullName[..^EntryExtension.Length], entry, NpyHeader.Read(stream)));
            }
            catch (Exception e) when (e is GiqaException or InvalidDataException)
            {
                // Of a type that neither images nor features have: an archive may hold labels and names as well.
                unread?.Add(entry, e.Message.TrimEnd('.'));
            }
        }

        return arrays;
    }

    private static string Describe(ZipArchive archive)
    {
        var known = new Dictionary<ZipArchiveEntry, string>();
        foreach (var (_, entry, header) in Read(archive, known))
        {
            known.Add(entry, header.Describe());
        }

        var words = archive.Entries.Take(MostNamed).Select(entry => $"{(entry.FullName.EndsWith(EntryExtension, StringComparison.Ordinal) ? entry.FullName[..^EntryExtension.Length] : entry.FullName)} ({known.GetValueOrDefault(entry, "no array")})");
        return archive.Entries.Count == 0 ? "nothing" : string.Join(", ", archive.Entries.Count > MostNamed ? words.Append($"{archive.Entries.Count - MostNamed} more") : words);
    }
}
