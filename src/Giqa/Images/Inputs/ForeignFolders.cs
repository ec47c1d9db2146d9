namespace Giqa.Images.Inputs;

/// <summary>Folders that other programs make among images, and those of a training run that do not hold samples.</summary>
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

    /// <summary>Whether a folder belongs to a synchronising, indexing or versioning tool and so holds thumbnails or deleted images.</summary>
    internal static bool IsOfTool(string name) => OfTools.Contains(name);

    /// <summary>Whether a folder with these entries is a training run: it has snapshots, and a record of them.</summary>
    internal static bool IsRun(IReadOnlyCollection<string> entries) => entries.Contains(Snapshots[..^1]) && entries.Any(IsRecordOfRun);

    /// <summary>Whether a file of that name is a record of a run.</summary>
    internal static bool IsRecordOfRun(string name) => RecordsOfRuns.Contains(name);

    /// <summary>Whether a folder of a training run holds contact sheets, inputs or real images, and not samples.</summary>
    internal static bool IsBesideSnapshots(string name) => BesideSnapshots.Contains(name);
}
