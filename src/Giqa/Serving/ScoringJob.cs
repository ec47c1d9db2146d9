using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa;

/// <summary>One image in a <see cref="SharedScorer"/>. One thread at a time holds it.</summary>
internal abstract class ScoringJob(ServedModel model, string name, ImageContent content)
{
    internal ServedModel Model => model;

    internal string Name => name;

    internal ImageContent Content => content;

    /// <summary>Whether the caller has given up; the job is then over.</summary>
    internal abstract bool IsAbandoned { get; }

    /// <summary>Inspects the decoded image before its features are made.</summary>
    internal virtual void See(RgbImage image)
    {
    }

    /// <summary>Continues with the features from the network.</summary>
    internal abstract void Take(float[] features, ScoreGatherer gatherer);

    /// <summary>Ends it with what an exception says about its image.</summary>
    internal abstract void End(Exception exception);
}

/// <summary>An image on its way to a result.</summary>
internal abstract class ScoringJob<TResult>(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken) : ScoringJob(model, name, content)
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once no thread reads the content, even if the caller has cancelled.</summary>
    internal Task<TResult> Result => _result.Task;

    internal override bool IsAbandoned => cancellationToken.IsCancellationRequested && (_result.TrySetCanceled(cancellationToken) || true);

    internal override void End(Exception exception) => _ = ExtractionFault.Of(exception) is { } known
        ? _result.TrySetResult(Skipped(known.Fault, known.Detail))
        : _result.TrySetException(exception);

    protected void Succeed(TResult result) => _ = _result.TrySetResult(result);

    protected abstract TResult Skipped(ImageFault fault, string detail);
}

/// <summary>An image on its way to a score under a model of real images.</summary>
internal sealed class QualityJob(ServedModel model, string name, ImageContent content, bool isMapped, CancellationToken cancellationToken)
    : ScoringJob<ImageScore>(model, name, content, cancellationToken)
{
    private QualityMap? _map;

    internal override void See(RgbImage image) => _map = isMapped ? Model.Mapper?.Map(image) : null;

    internal override void Take(float[] features, ScoreGatherer gatherer) => gatherer.Add(this, features);

    internal void Take(ImageScore score) => Succeed(score with { Map = _map });

    protected override ImageScore Skipped(ImageFault fault, string detail) => ImageScore.Skipped(Name, fault, detail);
}

/// <summary>An image, or a reference, on its way to the vector that a model of pairs compares.</summary>
internal sealed class StyleJob(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken)
    : ScoringJob<ImageFeatures>(model, name, content, cancellationToken)
{
    internal override void Take(float[] features, ScoreGatherer gatherer) => Succeed(new ImageFeatures(0, Name, features, null, null));

    protected override ImageFeatures Skipped(ImageFault fault, string detail) => new(0, Name, null, fault, detail);
}
