using System.CommandLine;
using Giqa.Agreement;
using Giqa.Cli.Agreeing;
using Giqa.Cli.Comparing;
using Giqa.Cli.Options;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa agree</c>: how often scores rank images as people do.</summary>
internal sealed class AgreeCommand : Verb
{
    private readonly Argument<string> _pairs = new("PAIRS.csv")
    {
        Description = "Pairs with left,right,choice[,observer], where choice is left, right or tie; or opinions with image,score.",
    };

    private readonly Option<string[]> _models = Many("--model", "M.giqa", "A model that scores the images; paths are looked up next to the file of pairs, then in the current folder. May be given several times.");
    private readonly Option<string[]> _scores = Many("--scores", "S.csv", "Existing scores. May be given several times.");
    private readonly Option<string> _consensus = Make.Choice("--consensus", "Which pairs count when several observers judged them.", "unanimous", "unanimous", "majority", "none");
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public AgreeCommand()
        : base("agree", "Show how often scores order pairs of images as people did.") =>
        Take([_pairs, _models, _scores, _consensus, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples => ["giqa agree pairs.csv --model reals.giqa", "giqa agree pairs.csv --scores gmm.csv --scores knn.csv --json"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (models, scores) = (arguments.GetValue(_models) ?? [], arguments.GetValue(_scores) ?? []);
        if (models.Length + scores.Length == 0)
        {
            throw new UsageException("a --model or --scores is needed");
        }

        var path = arguments.GetRequiredValue(_pairs);
        var opinions = OpinionFile.IsOpinions(path);
        var judgements = opinions ? [] : PairFile.Read(path);
        var images = opinions ? [.. OpinionFile.Read(path).Select(opinion => (opinion.Image, opinion.Line))] : ImagesOf(judgements);
        var sources = new List<ScoreSource>();
        foreach (var model in models)
        {
            sources.Add(await ScoreSource.OfModelAsync(model, path, images, fitted => _images.ReadFor(arguments, fitted.Decoding, model), _cache.Read(arguments), session, cancellationToken).ConfigureAwait(false));
        }

        sources.AddRange(scores.Select(file => ScoreSource.OfFile(file, path, images)));
        var document = opinions
            ? AgreeDocument.OfOpinions(OpinionFile.Read(path), sources)
            : AgreeDocument.OfPairs(judgements, Rule(arguments.GetValue(_consensus)), sources);
        Show(document, arguments.GetValue(_json), session);
        return document.SkippedImages.Count > 0 ? ExitCode.Skipped : ExitCode.Done;
    }

    private static Option<string[]> Many(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };

    private static ConsensusRule Rule(string? word) => word switch
    {
        "majority" => ConsensusRule.Majority,
        "none" => ConsensusRule.None,
        _ => ConsensusRule.Unanimous,
    };

    private static List<(string Image, int Line)> ImagesOf(IReadOnlyList<PairJudgement> judgements) =>
        [.. judgements.SelectMany(pair => ((string, int)[])[(pair.Left, pair.Line), (pair.Right, pair.Line)]).DistinctBy(image => image.Item1)];

    private static void Show(AgreeDocument document, bool json, Session session)
    {
        if (document.SkippedImages.Count > 0)
        {
            session.Warn($"{Counted.With(document.SkippedImages.Count, "image", "has", "have")} no score, so pairs that contain {(document.SkippedImages.Count == 1 ? "it" : "them")} are ignored: {string.Join(", ", document.SkippedImages.Take(5).Select(image => image.Image))}");
        }

        if (json)
        {
            session.WriteJson(document, ComparingJson.Default.AgreeDocument);
        }
        else
        {
            AgreeTables.Write(document, session.Tables);
        }
    }
}
