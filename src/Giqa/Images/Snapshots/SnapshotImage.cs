namespace Giqa.Images.Snapshots;

/// <summary>One image that a generator made while it was being trained.</summary>
/// <param name="Image">Its name: the path below the snapshot folder, with <c>/</c>.</param>
/// <param name="Iteration">The training iterations that the generator had behind it, 0 or more.</param>
/// <param name="Seed">What it was made from: images of one run with the same seed are the same latent at other iterations.</param>
/// <param name="Source">The input that it was made from, where the generator is conditional, as the manifest names it; or null.</param>
/// <param name="Reference">The image whose style it was to take, or the true image of its source, as the manifest names it; or null.</param>
public sealed record SnapshotImage(string Image, long Iteration, string Seed, string? Source, string? Reference);
