using System.Buffers;

namespace Giqa.Cli.Runs;

/// <summary>Words of a command as a shell reads them.</summary>
internal static class Words
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,@%+");

    /// <summary>A word in quotes, where it needs them.</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Options as they are written in one word, parted by blanks.</summary>
    public static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
