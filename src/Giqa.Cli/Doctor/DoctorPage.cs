namespace Giqa.Cli.Doctor;

/// <summary>The examination for people: 80 columns wide wherever it is written; long texts are wrapped, never cut.</summary>
internal static class DoctorPage
{
    internal const int Width = 80;

    private const int NameWidth = 28;
    private const int StateWidth = 10;
    private const int Indent = 2;

    internal static IEnumerable<string> Lines(IEnumerable<DoctorPart> parts)
    {
        yield return Row("part", "state", "version").Single();
        yield return new string('-', Width);
        foreach (var line in parts.SelectMany(Lines))
        {
            yield return line;
        }
    }

    /// <summary>Breaks a text into lines: after a space or a path's separator if there is one, otherwise where the line is full.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            // A space at the end of a line is not written.
            var end = text.LastIndexOfAny([' ', '/', '\\'], width);
            var length = end <= 0 ? width : text[end] == ' ' ? end : Math.Min(end + 1, width);
            yield return text[..length].TrimEnd();
            text = text[length..].TrimStart();
        }

        yield return text;
    }

    private static IEnumerable<string> Lines(DoctorPart part) =>
    [
        .. Row(part.Name, part.Present ? "present" : part.Required ? "MISSING" : "absent", part.Version ?? string.Empty),
        .. Below(part.Where),
        .. Below(part.Mend is null ? null : $"{(part.Required ? "fix" : "to add it")}: {part.Mend}"),
    ];

    private static IEnumerable<string> Row(string name, string state, string version)
    {
        if (name.Length > NameWidth)
        {
            foreach (var line in Wrap(name, Width))
            {
                yield return line;
            }

            name = string.Empty;
        }

        var head = $"{name.PadRight(NameWidth)} {state.PadRight(StateWidth)} ";
        foreach (var line in Wrap(version, Width - head.Length))
        {
            yield return (head + line).TrimEnd();
            head = new string(' ', head.Length);
        }
    }

    private static IEnumerable<string> Below(string? text) =>
        text is null ? [] : Wrap(text, Width - Indent).Select(line => new string(' ', Indent) + line);
}
