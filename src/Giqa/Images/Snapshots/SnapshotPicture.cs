namespace Giqa.Images.Snapshots;

/// <summary>One image on its way into a snapshot folder.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Image">Its pixels.</param>
/// <param name="Source">The input that it was made from, or null.</param>
/// <param name="Reference">The true image of its source, or the image whose style it was to take, or null.</param>
internal sealed record SnapshotPicture(ulong Seed, RgbImage Image, string? Source = null, string? Reference = null);
