namespace Giqa.Images.Inputs;

/// <summary>Folders that other programs make beside images, and those of a training run that hold no samples.</summary>
internal static class ForeignFolders
{
    /// <summary>The folder of a run's samples, with a closing slash.</summary>
    internal const string Snapshots = "snapshots/";

    private static readonly HashSet<string> OfTools = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", "$RECYCLE.BIN", "RECYCLER", "System Volume Information",
        "lost+found", "__pycache__", "node_modules",
    };

    private static readonly HashSet<string> BesideSnapshots = new(StringComparer.Ordinal) { "grids", "sources", "references", "real" };

    private static readonly HashSet<string> RecordsOfRuns = new(StringComparer.Ordinal) { "manifest.csv", "config.json", "style.json" };

    /// <summary>Whether a folder is of a synchronising, indexing or versioning tool: what is in it are thumbnails and deleted images.</summary>
    internal static bool IsOfTool(string name) => OfTools.Contains(name);

    /// <summary>Whether a folder with these entries is a training run: it has snapshots, and a record of them.</summary>
    internal static bool IsRun(IReadOnlyCollection<string> entries) => entries.Contains(Snapshots[..^1]) && entries.Any(IsRecordOfRun);

    /// <summary>Whether a file of that name tells of a run.</summary>
    internal static bool IsRecordOfRun(string name) => RecordsOfRuns.Contains(name);

    /// <summary>Whether a folder of a training run holds contact sheets, inputs or real images, and not samples.</summary>
    internal static bool IsBesideSnapshots(string name) => BesideSnapshots.Contains(name);
}
