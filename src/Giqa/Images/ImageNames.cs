namespace Giqa.Images;

/// <summary>Finds images by names given by another program, or by a run from another folder.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class ImageNames
{
    private readonly string[] _names;
    private readonly ILookup<string, int> _byName;
    private readonly ILookup<string, int> _byFileName;

    /// <summary>Prepares the lookup for the names of the images here.</summary>
    /// <param name="names">The names, whose positions are found.</param>
    public ImageNames(IEnumerable<string> names)
    {
        _names = [.. names.Select(Normalize)];
        var positions = Enumerable.Range(0, _names.Length).ToArray();
        _byName = positions.ToLookup(position => _names[position], StringComparer.Ordinal);
        _byFileName = positions.ToLookup(position => FileName(_names[position]), StringComparer.Ordinal);
    }

    /// <summary>
    /// The positions that a name may refer to: those with exactly that name; or else names of which one is the end of the other,
    /// as <c>run/a/1.png</c> and <c>a/1.png</c>; or else of that file name.
    /// </summary>
    /// <returns>One position if the name is unambiguous, none if nothing matches, several if it is ambiguous.</returns>
    public IReadOnlyList<int> Find(string name)
    {
        var wanted = Normalize(name);
        int[] equal = [.. _byName[wanted]];
        if (equal.Length > 0)
        {
            return equal;
        }

        int[] alike = [.. _byFileName[FileName(wanted)]];
        int[] ends = [.. alike.Where(position => IsEnd(_names[position], wanted) || IsEnd(wanted, _names[position]))];
        return ends.Length > 0 ? ends : alike;
    }

    private static bool IsEnd(string end, string whole) =>
        whole.Length > end.Length && whole.EndsWith(end, StringComparison.Ordinal) && whole[^(end.Length + 1)] == '/';

    private static string Normalize(string name)
    {
        var slashes = name.Replace('\\', '/');
        while (slashes.StartsWith("./", StringComparison.Ordinal) || slashes.StartsWith("../", StringComparison.Ordinal))
        {
            slashes = slashes[(slashes.IndexOf('/', StringComparison.Ordinal) + 1)..];
        }

        return slashes.TrimStart('/');
    }

    private static string FileName(string name) => name[(name.LastIndexOf('/') + 1)..];
}
