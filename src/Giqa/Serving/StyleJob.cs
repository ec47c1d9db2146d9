using Giqa.Features;
using Giqa.Images;

namespace Giqa;

/// <summary>An image, or a reference, on its way to the vector that a model of pairs compares.</summary>
internal sealed class StyleJob(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken) : ScoringJob(model, name, content)
{
    private readonly TaskCompletionSource<ImageFeatures> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends only when no thread looks at the content any more, also when the caller has given up.</summary>
    internal Task<ImageFeatures> Result => _result.Task;

    internal override bool IsAbandoned => cancellationToken.IsCancellationRequested && (_result.TrySetCanceled(cancellationToken) || true);

    internal override void Take(float[] features, ScoreGatherer gatherer) => _result.TrySetResult(new ImageFeatures(0, Name, features, null, null));

    internal override void End(Exception exception) => _ = ExtractionFault.Of(exception) is { } known
        ? _result.TrySetResult(new ImageFeatures(0, Name, null, known.Fault, known.Detail))
        : _result.TrySetException(exception);
}
