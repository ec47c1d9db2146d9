using System.Globalization;
using System.Text.Json;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>Which task makes which chunks, written down for the tasks, however they are started: an array of a scheduler knows no more than a number.</summary>
internal static class Round
{
    /// <summary>Cuts chunks into tasks that cost the same, each a stretch of neighbours.</summary>
    public static int[][] Cut(IReadOnlyList<int> chunks, int tasks)
    {
        var count = Math.Min(tasks, chunks.Count);
        return [.. Enumerable.Range(0, count).Select(task => chunks.Take((int)((task + 1L) * chunks.Count / count)).Skip((int)((long)task * chunks.Count / count)).ToArray())];
    }

    /// <summary>Writes the next round of a run.</summary>
    /// <returns>Its number.</returns>
    public static int Write(string folder, int[][] tasks)
    {
        var numbers = Directory.Exists(FolderOf(folder)) ? Directory.EnumerateFiles(FolderOf(folder), "*.json").Select(NumberOf).DefaultIfEmpty(-1).Max() : -1;
        AtomicFile.Write(PathOf(folder, numbers + 1), stream => JsonSerializer.Serialize(stream, tasks, RunsJson.Default.Int32ArrayArray));
        return numbers + 1;
    }

    /// <summary>Reads a round.</summary>
    /// <exception cref="GiqaException">It is missing or damaged.</exception>
    public static int[][] Read(string folder, int round)
    {
        var path = PathOf(folder, round);
        try
        {
            return JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), RunsJson.Default.Int32ArrayArray) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read round {round} of {folder}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static string FolderOf(string folder) => Path.Combine(folder, "rounds");

    private static string PathOf(string folder, int round) => Path.Combine(FolderOf(folder), string.Create(CultureInfo.InvariantCulture, $"{round:D6}.json"));

    private static int NumberOf(string path) => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
