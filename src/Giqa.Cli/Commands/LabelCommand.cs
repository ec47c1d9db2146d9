using System.CommandLine;
using Giqa.Agreement.Labelling;
using Giqa.Cli.Labelling;
using Giqa.Cli.Options;
using Giqa.Images;
using Giqa.Models;
using Giqa.Web.Hosting;
using Giqa.Web.Labelling;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa label</c>: a page on which people judge pairs of images.</summary>
internal sealed class LabelCommand : Verb
{
    private const int UsualPairs = 500;
    private const int Port = 8088;

    // Time to finish up after the last request.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LearningPause = TimeSpan.FromSeconds(1);

    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Images, as for score; scores files (.csv, .jsonl) among them show which pairs are close, and list the images if none are given. Not needed to continue a labelling.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _out = Make.OutputFile("--out", "LABELS.db", "Where to write the judgements; an existing labelling is continued.", required: true);
    private readonly Option<string[]> _models = new("--model") { Description = "A model that scores the images, to choose better pairs and to be compared with people. The features of the first one are used to learn what people prefer, so that the most informative pairs come first. May be given several times.", HelpName = "M.giqa" };
    private readonly Option<long?> _pairs = Make.Count("--pairs", $"How many pairs to ask about. [default: {UsualPairs}; a larger number extends a labelling]");
    private readonly Option<string?> _question = Make.Text("--question", "TEXT", $"What people are asked. [default: {LabelSettings.UsualQuestion}]");
    private readonly Option<int> _seed = Make.Whole("--seed", "Determines the pairs and the sides.", 0, 0);
    private readonly HostOptions _host = new(Port);
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();

    public LabelCommand()
        : base("label", "Let people judge pairs of images on a web page, and compare models with them.")
    {
        Take([_inputs, _out, _models, _pairs, _question, _seed, .. _host.All, .. _cache.All, .. _images.All]);
        Subcommands.Add(new LabelPlanCommand());
        Subcommands.Add(new LabelExportCommand());

        // Never invoked: without one, the parser insists on a subcommand.
        SetAction(_ => ExitCode.Done);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "giqa label generated/ --model reals.giqa --out labels.db --pairs 300",
        "giqa label --out labels.db",
        "giqa label export labels.db --out pairs.csv",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        var given = LabelInputs.Parse(arguments.GetValue(_inputs) ?? []);
        var (options, decoding) = (_host.Read(arguments, session), _images.Read(arguments));
        session.Patience = options.ShutdownLimit + Reserve;
        using var labelling = File.Exists(path) ? LabelStore.Open(path, session.Time) : null;
        var inputs = labelling is null ? given : Again(labelling, given);
        if (inputs.ToKeep.Count == 0)
        {
            throw new UsageException($"there is no labelling {path} to continue, and no INPUT to begin one");
        }

        using var images = inputs.Open(decoding);
        session.TellOfInputs(images, decoding);
        var reading = new LabelScores(inputs, images, decoding, _cache.Read(arguments), session);
        var scorers = await reading.ReadAsync(arguments.GetValue(_models) ?? [], cancellationToken).ConfigureAwait(false);
        using var begun = labelling is null ? Begin(path, inputs, images, scorers, arguments, decoding, session, cancellationToken) : null;
        var store = labelling ?? begun!;
        foreach (var scorer in scorers)
        {
            store.SetScores(Reorder(scorer, images, store));
        }

        if (arguments.GetValue(_pairs) is { } count && count > store.PairCount)
        {
            Grow(store, (int)Math.Min(count, int.MaxValue), images, decoding, session, cancellationToken);
        }

        var learning = reading.Features is { } features ? new LabelLearning(store, features) : null;
        using var mapper = reading.Maps is { } maps ? new QualityMapper(maps) : null;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var learner = learning is null ? Task.CompletedTask : Task.Run(() => LearnAsync(learning, session, stopping.Token), CancellationToken.None);
        try
        {
            await ServeAsync(new LabelApplication(store, images, decoding) { Learning = learning, Maps = mapper }, store, options, session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await learner.ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private LabelStore Begin(string path, LabelInputs inputs, IImageSource source, IReadOnlyList<LabelScorer> scorers, ParseResult arguments, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var (images, seed) = (LabelBeginning.ImagesOf(source, scorers), (ulong)arguments.GetValue(_seed));
        var pairs = LabelBeginning.Plan(images, source, (int)Math.Min(arguments.GetValue(_pairs) ?? UsualPairs, int.MaxValue), seed, decoding, session, cancellationToken);
        return LabelStore.Create(path, new LabelSettings(inputs.ToKeep, seed, arguments.GetValue(_question) ?? LabelSettings.UsualQuestion), images, pairs, session.Time);
    }

    /// <summary>The inputs that a labelling was begun with, and the scores files given now.</summary>
    private static LabelInputs Again(LabelStore labelling, LabelInputs given)
    {
        var kept = labelling.Settings.Inputs;
        return given.Images.Count == 0 || given.Images.SequenceEqual(kept)
            ? LabelInputs.Parse([.. kept, .. given.Scores.Except(kept)])
            : throw new GiqaException($"{labelling.FilePath} was begun with {string.Join(' ', kept)}: omit the images, or choose another --out");
    }

    private static void Grow(LabelStore store, int count, IImageSource source, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var pairs = LabelBeginning.Plan(store.Images, source, count, store.Settings.Seed, decoding, session, cancellationToken);
        var known = store.Pairs().SelectMany(pair => (ImagePair[])[pair, new ImagePair(pair.Second, pair.First)]).ToHashSet();
        store.AddPairs([.. pairs.Where(pair => !known.Contains(pair)).Take(count - store.PairCount)]);
    }

    /// <summary>Scores in the order of the labelling's images; images added to the folder later are left out.</summary>
    private static LabelScorer Reorder(LabelScorer scorer, IImageSource source, LabelStore store)
    {
        var places = Enumerable.Range(0, source.Count).ToDictionary(source.GetName, StringComparer.Ordinal);
        int?[] order = [.. store.Images.Select(image => places.TryGetValue(image.Name, out var place) ? place : (int?)null)];
        return scorer with { Scores = [.. order.Select(place => place is { } at ? scorer.Scores[at] : null)], Qualities = [.. order.Select(place => place is { } at ? scorer.Qualities[at] : null)] };
    }

    /// <summary>Learns while people judge; if it cannot, the pairs come in the planned order.</summary>
    private static async Task LearnAsync(LabelLearning learning, Session session, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (!learning.Learn(cancellationToken))
                {
                    await Task.Delay(LearningPause, session.Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Judging has ended.
        }
        catch (GiqaException e)
        {
            session.Warn($"from now on the pairs come in the planned order: {e.Message}");
        }
    }

    private static async Task ServeAsync(LabelApplication application, LabelStore store, LocalWebHostOptions options, Session session, CancellationToken cancellationToken)
    {
        var host = LocalWebHost.Create(options, application.Map);
        await using (host.ConfigureAwait(false))
        {
            session.Note($"{Counted.Of(store.PairCount, "pair")} in {store.FilePath}; open this address:");
            await host.RunAsync(session.Announce, cancellationToken).ConfigureAwait(false);
        }

        session.Note($"{Counted.Of(store.Judgements().Count, "judgement")} kept in {store.FilePath}; giqa label export writes them as CSV");
    }
}
