using System.IO.Compression;

namespace Giqa.Storage;

/// <summary>NumPy's <c>.npz</c> files: a zip of <c>.npy</c> arrays.</summary>
internal static class Npz
{
    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="GiqaException">The file cannot be read or holds an array that is not supported.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        try
        {
            using var archive = RegularFile.OpenZip(path);
            var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using var stream = entry.Open();
                arrays[entry.FullName[..^".npy".Length]] = Npy.Read(stream);
            }

            return arrays;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or GiqaException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Writes arrays of doubles, stored without compression and with a fixed time stamp, so that equal content gives equal bytes.</summary>
    public static void Write(Stream stream, IEnumerable<(string Name, int[] Shape, double[] Values)> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, shape, values) in arrays)
        {
            var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var target = entry.Open();
            Npy.Write<double>(target, shape, values);
        }
    }
}
