using System.Text;

namespace Giqa.Cli.Rendering;

/// <summary>
/// Text that is safe for a terminal: file names and library messages can hold sequences that move its cursor, change its colours
/// or write its title. Control characters are written as <c>\xHH</c>; line breaks and tabs stay, and the returns of a progress line.
/// </summary>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (IsHarmful(value))
        {
            inner.Write(Shown(value));
        }
        else
        {
            inner.Write(value);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Plain(buffer));

    public override void Write(string? value) => inner.Write(Plain(value));

    public override void WriteLine(string? value) => inner.WriteLine(Plain(value));

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // A progress line returns at its ends; in the middle, a return would let a name overwrite the text before it.
            var isReturn = text[i] == '\r' && (i == 0 || i == text.Length - 1 || text[i + 1] == '\n');
            _ = isReturn || !IsHarmful(text[i]) ? plain.Append(text[i]) : plain.Append(Shown(text[i]));
        }

        return plain.ToString();
    }

    private static bool IsHarmful(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t');

    private static string Shown(char letter) => string.Concat(Encoding.UTF8.GetBytes([letter]).Select(value => $"\\x{value:X2}"));
}
