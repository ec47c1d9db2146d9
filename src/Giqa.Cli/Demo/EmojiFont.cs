using Giqa.Storage;

namespace Giqa.Cli.Demo;

/// <summary>The pictures in a colour bitmap font: PNGs, one after another in its table CBDT.</summary>
internal static class EmojiFont
{
    /// <summary>Where Debian's package fonts-noto-color-emoji puts Google's.</summary>
    public const string DebianPath = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";

    // The first pictures are of one emoji each; then come flags and variants in skin tones, which are hardly different pictures.
    private const int Distinct = 1400;
    private const int Fewest = 500;

    private static ReadOnlySpan<byte> Beginning => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> End => [(byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    /// <summary>The pictures of different emoji, as PNG files, in the font's order.</summary>
    /// <exception cref="GiqaException">There is no such file, or it holds hardly any pictures.</exception>
    public static IReadOnlyList<byte[]> Read(string path)
    {
        if (!RegularFile.Exists(path))
        {
            throw new GiqaException($"there is no font {path}: run 'sudo apt-get install fonts-noto-color-emoji', or name NotoColorEmoji.ttf with --emoji");
        }

        var (font, pictures) = (File.ReadAllBytes(path), new List<byte[]>());
        for (var at = 0; pictures.Count < Distinct && font.AsSpan(at).IndexOf(Beginning) is >= 0 and var begin;)
        {
            at += begin;
            var length = font.AsSpan(at).IndexOf(End) + End.Length;
            if (length < End.Length)
            {
                break;
            }

            pictures.Add(font[at..(at + length)]);
            at += length;
        }

        return pictures.Count >= Fewest ? pictures : throw new GiqaException($"{path} holds {pictures.Count} pictures; a bitmap font with colour emoji, such as Debian's NotoColorEmoji.ttf, holds thousands");
    }
}
