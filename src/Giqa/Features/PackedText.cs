using System.Text;

namespace Giqa.Features;

/// <summary>Many texts in one array of bytes.</summary>
/// <param name="Bytes">All of them in UTF-8, concatenated.</param>
/// <param name="Ends">The byte behind each.</param>
internal sealed record PackedText(byte[] Bytes, long[] Ends)
{
    internal int Count => Ends.Length;

    internal string this[int index] => Encoding.UTF8.GetString(Bytes, (int)(index == 0 ? 0 : Ends[index - 1]), (int)(Ends[index] - (index == 0 ? 0 : Ends[index - 1])));

    internal static PackedText Of(IEnumerable<string> texts)
    {
        using var bytes = new MemoryStream();
        var ends = new List<long>();
        foreach (var text in texts)
        {
            bytes.Write(Encoding.UTF8.GetBytes(text));
            ends.Add(bytes.Length);
        }

        return new PackedText(bytes.ToArray(), [.. ends]);
    }

    /// <summary>Makes sure that every text lies within the bytes.</summary>
    /// <exception cref="FormatException">One does not.</exception>
    internal PackedText Checked()
    {
        var last = 0L;
        foreach (var end in Ends)
        {
            last = end >= last && end <= Bytes.Length ? end : throw new FormatException("a name is outside the list of names");
        }

        return this;
    }
}
