namespace Giqa.Web.Pairs;

/// <summary>An image of the page.</summary>
/// <param name="Name">Its name; shown as it is, whatever characters it has.</param>
/// <param name="Bytes">A thumbnail as PNG or JPEG; null when there is none.</param>
/// <param name="Missing">Why there is none, or null.</param>
public sealed record PairPicture(string Name, byte[]? Bytes, string? Missing = null);
