namespace Giqa.Benchmarks.Support;

/// <summary>Prints a Markdown table, and writes it where <c>--output FILE</c> says.</summary>
internal static class TableFile
{
    internal static async Task WriteAsync(IReadOnlyList<string> lines, string[] args)
    {
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(line);
        }

        var option = Array.LastIndexOf(args, "--output");
        if (option >= 0)
        {
            await File.WriteAllTextAsync(args[option + 1], string.Join('\n', lines) + "\n");
        }
    }
}
