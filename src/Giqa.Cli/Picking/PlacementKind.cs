namespace Giqa.Cli.Picking;

/// <summary>How a picked image comes into a folder.</summary>
internal enum PlacementKind
{
    /// <summary>The file is copied; images inside archives and arrays are written out.</summary>
    Copy,

    /// <summary>The file is moved.</summary>
    Move,

    /// <summary>A symbolic link to the file is made.</summary>
    Link,
}
