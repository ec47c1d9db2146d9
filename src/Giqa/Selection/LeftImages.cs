using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Giqa.Selection;

/// <summary>The images that a pick saw and left: eight bytes of a digest each, so that those of a large folder need little room.</summary>
/// <remarks>An image is known by its path, its length and its time of change: one that is written anew is another one.</remarks>
internal sealed class LeftImages
{
    private readonly HashSet<long> _marks;

    /// <summary>Takes the images' paths.</summary>
    public LeftImages(IEnumerable<string> paths) => _marks = [.. paths.Select(Mark)];

    /// <summary>Takes what <see cref="Marks"/> gave.</summary>
    [JsonConstructor]
    public LeftImages(byte[] marks) => _marks = [.. MemoryMarshal.Cast<byte, long>(marks)];

    /// <summary>All marks, for a file.</summary>
    public byte[] Marks => MemoryMarshal.AsBytes<long>(_marks.ToArray()).ToArray();

    /// <summary>Whether an image is one of them, as it was then.</summary>
    public bool Has(string path) => _marks.Contains(Mark(path));

    private static long Mark(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        var text = file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}|{file.LastWriteTimeUtc.Ticks}|{file.FullName}") : Path.GetFullPath(path);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
