using System.Runtime.CompilerServices;

namespace Giqa.Benchmarks.Support;

/// <summary>Finds files of the repository from the place of this source file.</summary>
internal static class Repository
{
    internal static string Find(params ReadOnlySpan<string> parts) => Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
