namespace Giqa.Features;

/// <summary>How far an extraction is.</summary>
/// <param name="Done">Images handled so far, the skipped ones included.</param>
/// <param name="Total">Images in the source.</param>
/// <param name="Skipped">Images without features, because of a fault.</param>
/// <param name="FromCache">Images that a cache knew.</param>
public sealed record ExtractionProgress(int Done, int Total, int Skipped, int FromCache);
