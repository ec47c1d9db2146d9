using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>The path of a folder without links in it.</summary>
internal static class RealPath
{
    private const int MaxDepth = 40;

    /// <summary>Resolves every link in a path.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    internal static string Of(string path) => OperatingSystem.IsLinux() ? Posix.RealPath(path) : Of(Path.GetFullPath(path), MaxDepth);

    private static string Of(string path, int depth)
    {
        if (depth == 0)
        {
            throw new IOException($"too many links in {path}");
        }

        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Join(real, part);
            if (new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: false) is { } target)
            {
                real = Of(target.FullName, depth - 1);
            }
        }

        return real;
    }
}
