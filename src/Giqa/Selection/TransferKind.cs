namespace Giqa.Selection;

/// <summary>How picked images get into a folder.</summary>
public enum TransferKind
{
    /// <summary>The files are copied; images out of archives and arrays are written out.</summary>
    Copy,

    /// <summary>The files are moved. Images in archives and arrays cannot be.</summary>
    Move,

    /// <summary>Symbolic links to the files are made. Images in archives and arrays cannot be linked to.</summary>
    Link,
}
