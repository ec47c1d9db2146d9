namespace Giqa.Web.Live;

/// <summary>The names of inputs and models on a page.</summary>
internal static class Labels
{
    /// <summary>The last component of each path, without an extension; a number is added to the second and later of equal ones.</summary>
    internal static string[] Of(IReadOnlyList<string> paths)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. paths.Select(path =>
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.TrimStart('@'))));
            name = Directory.Exists(path) ? name : Path.GetFileNameWithoutExtension(name);
            var label = name;
            for (var number = 2; !taken.Add(label); number++)
            {
                label = $"{name} {number}";
            }

            return label;
        })];
    }
}
