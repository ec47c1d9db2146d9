using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Giqa.Selection;

/// <summary>The images that a pick saw and did not move: eight bytes of a digest each, so that those of a large folder need little space.</summary>
/// <remarks>An image is identified by its path, length and modification time: one that is rewritten is a different image.</remarks>
internal sealed class LeftImages
{
    private readonly HashSet<long> _marks;

    /// <summary>Creates the set from the images' paths.</summary>
    public LeftImages(IEnumerable<string> paths) => _marks = [.. paths.Select(Mark)];

    /// <summary>Restores the set from <see cref="Marks"/>.</summary>
    [JsonConstructor]
    public LeftImages(byte[] marks) => _marks = [.. MemoryMarshal.Cast<byte, long>(marks)];

    /// <summary>All marks, for a file.</summary>
    public byte[] Marks => MemoryMarshal.AsBytes<long>(_marks.ToArray()).ToArray();

    /// <summary>Whether an image is one of them, unchanged.</summary>
    public bool Has(string path) => _marks.Contains(Mark(path));

    private static long Mark(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        var text = file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}|{file.LastWriteTimeUtc.Ticks}|{file.FullName}") : Path.GetFullPath(path);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
