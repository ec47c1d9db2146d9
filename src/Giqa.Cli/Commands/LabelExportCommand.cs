using System.CommandLine;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa label export</c>: judgements as a file of pairs.</summary>
internal sealed class LabelExportCommand : Verb
{
    private readonly Argument<string> _labels = new("LABELS.db") { Description = "A labelling made by giqa label; people may still be judging." };
    private readonly Option<string?> _out = Make.OutputFile("--out", "PAIRS.csv", "Where to write the pairs, in the format of giqa agree. [default: stdout]");
    private readonly Option<string> _names = Make.Choice("--names", "How to name images: by paths relative to the folder of PAIRS.csv, or as in the inputs.", "paths", "paths", "inputs");
    private readonly Option<string> _consensus = Make.Choice("--consensus", "Merge the judgements of each pair, leaving out pairs that people disagree on.", "none", "none", "majority", "unanimous");
    private readonly Option<bool> _json = Make.Json();

    public LabelExportCommand()
        : base("export", "Write the judgements of a labelling as pairs with left,right,choice,observer.") =>
        Take([_labels, _out, _names, _consensus, _json]);

    public override IReadOnlyList<string> Examples => ["giqa label export labels.db --out pairs.csv", "giqa label export labels.db --out agreed.csv --consensus unanimous"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (path, isJson) = (arguments.GetValue(_out), arguments.GetValue(_json));
        using var labelling = LabelStore.Open(arguments.GetRequiredValue(_labels), session.Time);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path ?? "pairs.csv"))!;
        var judgements = labelling.Judgements(arguments.GetValue(_names) == "paths" ? image => image.Path is { } file ? Path.GetRelativePath(folder, file) : image.Name : null);
        var (pairs, dropped) = Consensus.Filter(judgements, Rule(arguments.GetValue(_consensus)));
        if (path is not null)
        {
            session.WriteWhole(() => PairFile.Write(path, pairs));
        }

        var document = new LabelExportDocument(path, judgements.Count, pairs.Count, dropped, labelling.Progress(), Consensus.Measure(judgements), path is null ? pairs : null);
        Print(document, pairs, isJson, session);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Print(LabelExportDocument document, IReadOnlyList<PairJudgement> pairs, bool isJson, Session session)
    {
        if (isJson)
        {
            session.WriteJson(document, CliJson.Default.LabelExportDocument);
            return;
        }

        if (document.Out is null)
        {
            session.Out.Write(PairFile.Format(pairs));
        }

        var tables = document.Out is null ? session.SideTables : session.Tables;
        tables.WritePairs(
        [
            ("judgements", $"{document.Judgements}"),
            ("written", $"{document.Written}"),
            ("pairs dropped", $"{document.Dropped}"),
            ("agreement of people", document.Agreement is { } among ? $"{Figures.Percent(among.PercentAgreement)} on {Counted.Of(among.Pairs, "pair")}, Fleiss' kappa {Figures.Quality(among.FleissKappa)}" : "no pair was judged twice"),
        ]);
        tables.Write(["observer", ">judged", ">skipped"], document.Observers.Select(observer => (string[])[observer.Observer, $"{observer.Judged}", $"{observer.Skipped}"]));
    }

    private static ConsensusRule Rule(string? word) => word switch
    {
        "majority" => ConsensusRule.Majority,
        "unanimous" => ConsensusRule.Unanimous,
        _ => ConsensusRule.None,
    };
}

/// <summary>What <c>giqa label export --json</c> prints.</summary>
/// <param name="Out">The file of pairs, or null.</param>
/// <param name="Judgements">All judgements but the skipped ones.</param>
/// <param name="Written">Pairs written.</param>
/// <param name="Dropped">Pairs that the consensus rule dropped.</param>
/// <param name="Observers">Who judged, and how much.</param>
/// <param name="Agreement">How far people agree; null when no pair was judged twice.</param>
/// <param name="Pairs">The pairs, when there is no file; null otherwise.</param>
internal sealed record LabelExportDocument(
    string? Out,
    int Judgements,
    int Written,
    int Dropped,
    IReadOnlyList<LabelProgress> Observers,
    ObserverAgreement? Agreement,
    IReadOnlyList<PairJudgement>? Pairs);
