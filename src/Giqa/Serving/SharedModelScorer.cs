using Giqa.Images;
using Giqa.Scores;

namespace Giqa;

/// <summary>One of a <see cref="SharedScorer"/>'s models, for callers that need only that one.</summary>
internal sealed class SharedModelScorer(SharedScorer scorer, ServedModel model, long maxFileBytes) : IImageScorer
{
    public Task<ImageScore> ScoreAsync(ReadOnlyMemory<byte> encoded, string name = "image", CancellationToken cancellationToken = default) =>
        scorer.ScoreAsync(model, name, ImageContent.FromFile(encoded), cancellationToken);

    public async Task<ImageScore> ScoreAsync(Stream stream, string name = "image", CancellationToken cancellationToken = default)
    {
        try
        {
            return await ScoreAsync(await EncodedStream.ReadAsync(stream, maxFileBytes, cancellationToken).ConfigureAwait(false), name, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException e)
        {
            return ImageScore.Skipped(name, e.Fault, e.Message);
        }
    }
}
