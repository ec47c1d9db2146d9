namespace Giqa.Storage;

/// <summary>What lies under a path.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,
}
