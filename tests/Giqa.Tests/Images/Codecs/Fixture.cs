using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Tests.Images.Codecs;

/// <summary>The image files made with PIL and the pixels that PIL reads from them.</summary>
internal static class Fixture
{
    /// <summary>What PIL does: alpha dropped, orientation ignored.</summary>
    internal static readonly DecodeOptions AsPil = new() { Alpha = AlphaMode.Drop, ApplyOrientation = false };

    internal static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "images");

    internal static IEnumerable<string> Images => Directory.EnumerateFiles(Folder)
        .Select(path => Path.GetFileName(path))
        .Where(name => Path.GetExtension(name) is not (".py" or ".npz") && name != "animated.webp")
        .Order(StringComparer.Ordinal);

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    internal static IReadOnlyDictionary<string, NpyArray> Expected() => Npz.Read(Path.Combine(Folder, "expected.npz"));
}
