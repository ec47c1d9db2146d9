namespace Giqa.Storage;

/// <summary>A path that is to be read is not a regular file.</summary>
internal sealed class NotRegularFileException : IOException
{
    internal NotRegularFileException(string path, FileKind kind)
        : base($"'{path}' is {NameOf(kind)}; only regular files are read") => (Kind, IsFolder) = (NameOf(kind), kind == FileKind.Folder);

    /// <summary>What is there, with its article: <c>a pipe</c>, <c>a folder</c>, <c>a socket</c>, <c>a device</c>.</summary>
    public string Kind { get; }

    internal bool IsFolder { get; }

    private static string NameOf(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };
}
