namespace Giqa.Storage;

/// <summary>What a path names.</summary>
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
