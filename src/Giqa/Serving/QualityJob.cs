using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa;

/// <summary>An image on its way to a score under a model of real images.</summary>
internal sealed class QualityJob(ServedModel model, string name, ImageContent content, bool isMapped, CancellationToken cancellationToken) : ScoringJob(model, name, content)
{
    private readonly TaskCompletionSource<ImageScore> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private QualityMap? _map;

    /// <summary>Ends only when no thread looks at the content any more, also when the caller has given up.</summary>
    internal Task<ImageScore> Result => _result.Task;

    internal override bool IsAbandoned => cancellationToken.IsCancellationRequested && (_result.TrySetCanceled(cancellationToken) || true);

    internal override void See(RgbImage image) => _map = isMapped ? Model.Mapper?.Map(image) : null;

    internal override void Take(float[] features, ScoreGatherer gatherer) => gatherer.Add(this, features);

    internal void Succeed(ImageScore score) => _ = _result.TrySetResult(score with { Map = _map });

    internal override void End(Exception exception) => _ = ExtractionFault.Of(exception) is { } known
        ? _result.TrySetResult(ImageScore.Skipped(Name, known.Fault, known.Detail))
        : _result.TrySetException(exception);
}
