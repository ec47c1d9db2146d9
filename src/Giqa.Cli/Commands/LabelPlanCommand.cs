using System.CommandLine;
using Giqa.Agreement.Labelling;
using Giqa.Cli.Labelling;
using Giqa.Cli.Options;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa label plan</c>: a set of pairs to be judged and published, as a test of scorers.</summary>
internal sealed class LabelPlanCommand : Verb
{
    private const int UsualPairs = 600;

    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "The images of one generator each: a run of gan train, snapshot folders, a folder, as for score; scores files (.csv, .jsonl) among them are scorers.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _out = Make.Text("--out", "SET", "The folder that is made: the pairs' images, pairs.csv, images.csv and labels.db.", required: true);
    private readonly Option<string[]> _real = new("--real") { Description = "Real images, for pairs of a real and a generated one.", HelpName = "INPUT" };
    private readonly Option<string[]> _models = new("--model") { Description = "A model that says which pairs are informative: neither equal by all scorers nor far apart by all. May be given several times.", HelpName = "M.giqa" };
    private readonly Option<long?> _pairs = Make.Count("--pairs", $"How many pairs. [default: {UsualPairs}]");
    private readonly Option<string?> _question = Make.Text("--question", "TEXT", $"What people are asked. [default: {LabelSettings.UsualQuestion}]");
    private readonly Option<int> _seed = Make.Whole("--seed", "Determines the pairs and the sides.", 0, 0);
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public LabelPlanCommand()
        : base("plan", "Choose pairs of generated and real images, balanced by kind, for people to judge: a test of scorers that can be published.") =>
        Take([_inputs, _out, _real, _models, _pairs, _question, _seed, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa label plan runs/dcgan runs/wgan runs/stylegan --real photos/ --model gmm.giqa --model knn.giqa --out pairs/",
        "giqa label plan gan-a/ gan-b/ scores.csv --pairs 200 --seed 7 --out pairs/",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (path, decoding, seed) = (arguments.GetRequiredValue(_out)!, _images.Read(arguments), (ulong)arguments.GetValue(_seed));
        using var images = PairSetImages.Open(arguments.GetRequiredValue(_inputs), arguments.GetValue(_real) ?? [], decoding);
        var models = arguments.GetValue(_models) ?? [];
        if (models.Length + images.Inputs.Scores.Count == 0)
        {
            throw new UsageException("a --model or a scores file is needed: it says which pairs are informative");
        }

        new PairSetFolder(path, images, []).RequireNone();
        session.TellOfInputs(images.Source, decoding);
        var scorers = await new LabelScores(images.Inputs, images.Source, decoding, _cache.Read(arguments), session).ReadAsync(models, cancellationToken).ConfigureAwait(false);
        var leftOut = 0;
        var planner = new BalancedPairs(images.Images, images.IsReal, new InformativeRule(scorers), seed, CanBeShown);
        var count = (int)Math.Min(arguments.GetValue(_pairs) ?? UsualPairs, int.MaxValue);
        var pairs = planner.Choose(count, cancellationToken);
        var kinds = Count(planner.Kinds, pairs, count);
        Tell(kinds, leftOut, session);
        if (pairs.Count == 0)
        {
            throw new GiqaException("of these images no two make an informative pair: give more of them, or other scorers");
        }

        var written = 0;
        session.WriteWhole(() => written = new PairSetFolder(path, images, scorers).Write(pairs, seed, arguments.GetValue(_question) ?? LabelSettings.UsualQuestion, session.Time));
        Print(new LabelPlanDocument(path, pairs.Count, written, seed, [.. scorers.Select(scorer => scorer.Name)], kinds, leftOut), arguments.GetValue(_json), session);
        return ExitCode.Done;

        bool CanBeShown(int image)
        {
            // What a generator makes before it has learned anything is noise, whichever it is.
            if (images.Images[image].Iteration == 0)
            {
                return false;
            }

            try
            {
                _ = images.Source.Read(image).Decode(decoding);
                return true;
            }
            catch (ImageException e)
            {
                session.Detail($"{images.Images[image].Name} is left out: {e.Message}");
                leftOut++;
                return false;
            }
        }
    }

    private static IReadOnlyList<PlannedKind> Count(IReadOnlyList<PairKind> kinds, IReadOnlyList<BalancedPair> pairs, int count) =>
        [.. kinds.Select((kind, i) => new PlannedKind(PairSetFolder.Word(kind), pairs.Count(pair => pair.Kind == kind), (count / kinds.Count) + (i < count % kinds.Count ? 1 : 0)))];

    private static void Tell(IReadOnlyList<PlannedKind> kinds, int leftOut, Session session)
    {
        foreach (var kind in kinds.Where(kind => kind.Pairs < kind.Share))
        {
            session.Warn($"of the kind {kind.Kind} there are {Counted.Among(kind.Pairs, kind.Share, "informative pair")}: more images, or others, would make more");
        }

        foreach (var (kind, remedy) in (ReadOnlySpan<(PairKind, string)>)[(PairKind.Between, "give several generators"), (PairKind.Training, "give runs with snapshots of several iterations"), (PairKind.Real, "give --real")])
        {
            if (!kinds.Any(planned => planned.Kind == PairSetFolder.Word(kind)))
            {
                session.Note($"no pairs of the kind {PairSetFolder.Word(kind)}: for them {remedy}");
            }
        }

        if (leftOut > 0)
        {
            session.Warn($"{Counted.With(leftOut, "image", "cannot be shown and is left out", "cannot be shown and are left out")} (--verbose names {(leftOut == 1 ? "it" : "them")})");
        }
    }

    private static void Print(LabelPlanDocument document, bool isJson, Session session)
    {
        if (isJson)
        {
            session.WriteJson(document, CliJson.Default.LabelPlanDocument);
            return;
        }

        session.Out.WriteLine($"{document.Out}: {Counted.Of(document.Pairs, "pair")} of {Counted.Images(document.Images)}, informative by {string.Join(", ", document.Scorers)}");
        session.Tables.Write(["kind", ">pairs"], document.Kinds.Select(kind => (string[])[kind.Kind, Counted.Of(kind.Pairs)]));
        session.Out.WriteLine($"to have them judged: giqa label --out {Path.Combine(document.Out, PairSetFolder.Labelling)}");
    }
}
