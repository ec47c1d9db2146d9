using Giqa.Scores;

namespace Giqa;

/// <summary>Scores encoded images: what an application's classes depend on, so that tests can replace it.</summary>
/// <remarks>
/// <see cref="ImageScorer"/> is one, <see cref="SharedScorer"/> is one for its first model, and <see cref="SharedScorer.For"/> gives one for
/// each of its models. It is thread-safe.
/// </remarks>
public interface IImageScorer
{
    /// <summary>Scores an encoded image.</summary>
    /// <param name="encoded">The file's bytes; they must not be written to before the task has ended.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="cancellationToken">Gives up on the image, unless the network runs on it already.</param>
    /// <returns>The score, or why there is none.</returns>
    Task<ImageScore> ScoreAsync(ReadOnlyMemory<byte> encoded, string name = "image", CancellationToken cancellationToken = default);

    /// <summary>Scores an encoded image from a stream, which is read to its end or to the limit on file sizes.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="cancellationToken">Stops the reading, and gives up on the image, unless the network runs on it already.</param>
    /// <returns>The score, or why there is none.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    Task<ImageScore> ScoreAsync(Stream stream, string name = "image", CancellationToken cancellationToken = default);
}
