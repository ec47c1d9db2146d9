namespace Giqa.Selection;

/// <summary>One picked image and where it went.</summary>
/// <param name="Image">Its name in its source.</param>
/// <param name="File">The path of the new file.</param>
public sealed record TransferredImage(string Image, string File);
