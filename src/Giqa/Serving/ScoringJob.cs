using Giqa.Images;

namespace Giqa;

/// <summary>One image in a <see cref="SharedScorer"/>. One thread at a time holds it.</summary>
internal abstract class ScoringJob(ServedModel model, string name, ImageContent content)
{
    internal ServedModel Model => model;

    internal string Name => name;

    internal ImageContent Content => content;

    /// <summary>Whether the caller has given up; the job is then over.</summary>
    internal abstract bool IsAbandoned { get; }

    /// <summary>Sees the decoded image before its features are made.</summary>
    internal virtual void See(RgbImage image)
    {
    }

    /// <summary>Goes on with the features that the network gave.</summary>
    internal abstract void Take(float[] features, ScoreGatherer gatherer);

    /// <summary>Ends it with what an exception says of its image.</summary>
    internal abstract void End(Exception exception);
}
