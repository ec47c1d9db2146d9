using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa;

/// <summary>One image in a <see cref="SharedScorer"/>. One thread at a time holds it.</summary>
internal sealed class ScoringJob(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<ImageScore> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ServedModel Model => model;

    internal ImageContent Content => content;

    /// <summary>Ends only when no thread looks at the content any more, also when the caller has given up.</summary>
    internal Task<ImageScore> Result => _result.Task;

    /// <summary>Whether the caller has given up; the job is then over.</summary>
    internal bool IsAbandoned => cancellationToken.IsCancellationRequested && (_result.TrySetCanceled(cancellationToken) || true);

    internal void Succeed(ModelScores scores, int row)
    {
        var copied = scores.CopyOf[row];
        var value = scores.Values[row];
        _ = _result.TrySetResult(ImageScore.Scored(name, value, model.Model.Quality(value), copied < 0 ? null : model.Model.References.Names[copied]));
    }

    /// <summary>Ends it with what an exception says of its image.</summary>
    internal void End(Exception exception) => _ = ExtractionFault.Of(exception) is { } known
        ? _result.TrySetResult(ImageScore.Skipped(name, known.Fault, known.Detail))
        : _result.TrySetException(exception);
}
