using System.Buffers;
using System.Globalization;
using System.Text;

namespace Giqa.Storage;

/// <summary>Unix paths, which are bytes, as text without loss.</summary>
/// <remarks>
/// Text is UTF-8 wherever the bytes are. <c>\xHH</c>, two upper-case hexadecimal digits, stands for one byte: for those that are not
/// UTF-8, and for a backslash that would otherwise begin such a sequence (<c>\x5C</c>). Control characters, blanks and <c>#</c> may be
/// written this way too, which lists need. No sequence represents NUL, a dot or a slash, so a name remains one name. On Windows, where names are
/// text, nothing is changed.
/// </remarks>
internal static class PathText
{
    private const int SequenceLength = 4;

    /// <summary>The text of a path's bytes.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => Write(bytes, literalBackslashes: true);

    /// <summary>The text of a line in which <c>\xHH</c> already has its meaning, whatever else is in it.</summary>
    internal static string OfLine(ReadOnlySpan<byte> bytes) => Write(bytes, literalBackslashes: false);

    /// <summary>The text for a path in which every backslash is literal.</summary>
    internal static string OfLiteral(string path) => HasSequence(path) ? Of(Encoding.UTF8.GetBytes(path)) : path;

    /// <summary>Whether a text differs from the path that it represents.</summary>
    internal static bool HasSequence(string text)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\\', at + 1))
        {
            if (TryReadSequence(text.AsSpan(at), out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes of a path, and a closing zero, as the system expects.</summary>
    internal static byte[] ToBytes(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length) + 1];
        var count = 0;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (TryReadSequence(rest, out var value))
            {
                bytes[count++] = value;
                rest = rest[SequenceLength..];
                continue;
            }

            var plain = rest[1..].IndexOf('\\') is var next and >= 0 ? next + 1 : rest.Length;
            count += Encoding.UTF8.GetBytes(rest[..plain], bytes.AsSpan(count));
            rest = rest[plain..];
        }

        return bytes[..(count + 1)];
    }

    /// <summary>A path as a line of a list: it survives line breaks, blanks at its ends, and a <c>#</c> at its beginning.</summary>
    internal static string ToLine(string text)
    {
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            var isAtEnd = i == 0 || i == text.Length - 1;
            if (char.IsControl(letter) || (isAtEnd && (char.IsWhiteSpace(letter) || letter == '#')))
            {
                foreach (var value in Encoding.UTF8.GetBytes([letter]))
                {
                    _ = line.Append(SequenceOf(value));
                }
            }
            else
            {
                _ = line.Append(letter);
            }
        }

        return line.ToString();
    }

    /// <summary>The components of a name; a backslash also separates them, unless it encodes a byte.</summary>
    internal static List<string> Parts(string name)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] == '/' || (name[i] == '\\' && !TryReadSequence(name.AsSpan(i), out _)))
            {
                parts.Add(name[start..i]);
                start = i + 1;
            }
        }

        return parts;
    }

    private static string Write(ReadOnlySpan<byte> bytes, bool literalBackslashes)
    {
        if (!literalBackslashes || bytes.IndexOf((byte)'\\') < 0)
        {
            try
            {
                return Strict.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                // Something in it is not UTF-8: piece by piece.
            }
        }

        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                foreach (var value in bytes[..length])
                {
                    _ = text.Append(SequenceOf(value));
                }
            }
            else if (literalBackslashes && rune.Value == '\\' && BeginsSequence(bytes))
            {
                _ = text.Append(SequenceOf((byte)'\\'));
            }
            else
            {
                _ = text.Append(rune.ToString());
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static bool BeginsSequence(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= SequenceLength && TryReadSequence(Encoding.Latin1.GetString(bytes[..SequenceLength]), out _);

    private static bool TryReadSequence(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        return !OperatingSystem.IsWindows()
            && text.Length >= SequenceLength && text[0] == '\\' && text[1] == 'x'
            && char.IsAsciiHexDigitUpper(text[2]) && char.IsAsciiHexDigitUpper(text[3])
            && byte.TryParse(text[2..SequenceLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            && value is (> 0 and <= 0x20) or (byte)'#' or (byte)'\\' or >= 0x7F;
    }

    private static string SequenceOf(byte value) => $"\\x{value:X2}";

    private static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
