using Giqa.Features;
using Giqa.Training.Generators;

namespace Giqa.Cli.Generating;

/// <summary>A scorer that judges samples while a generator is trained.</summary>
internal sealed class LiveQuality : IDisposable
{
    /// <summary>The word for a model that is fitted on the spot.</summary>
    public const string Quick = "quick";

    private const string Off = "off";

    private readonly ImageScorer _scorer;

    private LiveQuality(ImageScorer scorer) => _scorer = scorer;

    public BatchQuality Judge => ScorerQuality.Of(_scorer);

    /// <summary>Opens what the user named.</summary>
    /// <returns>Null for <c>off</c>.</returns>
    public static async Task<LiveQuality?> OpenAsync(string name, TrainingSet set, Session session, CancellationToken cancellationToken)
    {
        if (name == Off)
        {
            return null;
        }

        if (name != Quick)
        {
            var named = Load(name, session);
            session.WarnOfPraise(named._scorer.Model, name);
            return named;
        }

        session.Note("fitting a quick model on some training images, to follow the samples' quality (--quality-model off disables this)");
        var model = await ScorerQuality.FitQuickAsync(set, new BackboneStore().Open(), Extraction(session), cancellationToken).ConfigureAwait(false);
        return new LiveQuality(ImageScorer.Create(model, "the quick model", Options(session)));
    }

    public static LiveQuality Load(string path, Session session) => new(ImageScorer.Load(path, Options(session)));

    /// <summary>Opens the judge of hard examples; one that scores noise well is refused unless the user insists.</summary>
    public static LiveQuality LoadJudge(string path, bool force, Session session)
    {
        var judge = Load(path, session);
        if (ForeignProbe.Run(judge._scorer.Model, () => judge._scorer.Backbone)?.Describe() is not { } praised)
        {
            return judge;
        }

        if (!force)
        {
            judge.Dispose();
            throw new GiqaException($"{path} cannot judge a generator's samples: {praised} (--force uses it anyway)");
        }

        session.Warn($"{path}: {praised}");
        return judge;
    }

    public void Dispose() => _scorer.Dispose();

    private static ImageScorerOptions Options(Session session) => new() { Extraction = Extraction(session) };

    private static ExtractorOptions Extraction(Session session) => new() { Threads = session.Threads, Device = session.Device };
}
