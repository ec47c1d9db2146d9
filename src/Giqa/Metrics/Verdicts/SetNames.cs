namespace Giqa.Metrics;

/// <summary>Short names for sets that are named by their paths.</summary>
internal static class SetNames
{
    /// <summary>The shortest ends of the paths that distinguish them: for <c>runs/a/out</c> and <c>runs/b/out</c>, <c>a/out</c> and <c>b/out</c>.</summary>
    /// <param name="names">The sets' names; those that are equal stay equal.</param>
    public static IReadOnlyList<string> Shorten(IReadOnlyList<string> names)
    {
        string[][] parts = [.. names.Select(name => name.TrimEnd('/').Split('/'))];
        return [.. names.Select((name, i) => Enumerable.Range(1, parts[i].Length)
            .Where(count => parts.Where((_, other) => names[other] != name).All(other => End(other, count) != End(parts[i], count)))
            .Select(count => End(parts[i], count))
            .FirstOrDefault(end => end.Length > 0) ?? name)];
    }

    private static string End(string[] parts, int count) => string.Join('/', parts.TakeLast(count));
}
