namespace Giqa.Features.Weights;

/// <summary>How far a download has come.</summary>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="Total">Bytes in all, or null while the server has not said.</param>
internal sealed record DownloadProgress(long Bytes, long? Total);
