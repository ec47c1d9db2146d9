using System.CommandLine;
using Giqa.Agreement.People;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Preferring;
using Giqa.Cli.Rendering;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa calibrate</c>: adds to a model, from people's judgements, what share of people would prefer an image.</summary>
internal sealed class CalibrateCommand : Verb
{
    private readonly Argument<string> _model = new("M.giqa") { Description = "Any model that scores images. The file is not changed." };

    private readonly Argument<string> _labels = new("LABELS")
    {
        Description = "What people said: LABELS.db of 'giqa label', pairs (left,right,choice[,observer]) or opinions (image,score) as CSV.",
    };

    private readonly Option<string[]> _images = new("--images") { Description = "The judged images, as for score. [default: where the labelling found them, or beside the CSV]", HelpName = "INPUT" };
    private readonly Option<string?> _out = Make.OutputFile("--out", "NEW.giqa", "Where to write the model with people's shares.", required: true);
    private readonly Option<string?> _groups = Make.Text("--groups", "COLUMN|REGEX", "Images whose judgements belong together: those with the same value in a column of the CSV, or the same match in their name. [default: the column 'prompt', if there is one]");
    private readonly SpreadOption _spread = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _decoding = new();
    private readonly Option<bool> _json = Make.Json();

    public CalibrateCommand()
        : base("calibrate", "Express quality in people's terms: what share of them would prefer an image over the median one, estimated from their judgements.") =>
        Take([_model, _labels, _images, _out, _groups, _spread.Option, .. _cache.All, .. _decoding.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa calibrate reals.giqa labels.db --out people.giqa",
        "giqa calibrate reals.giqa opinions.csv --images generated/ --spread 0.8 --out people.giqa",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (modelPath, path) = (arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_out)!);
        var model = QualityModel.Load(modelPath);
        var file = JudgementFile.Read(arguments.GetRequiredValue(_labels));
        var spread = _spread.Read(arguments, file);
        var specifications = arguments.GetValue(_images) is { Length: > 0 } given ? given : file.Inputs();
        using var inputs = ScoringPass.Open(model, modelPath, specifications, _decoding.ReadFor(arguments, model.Decoding, modelPath), _cache.Read(arguments), session);
        var pass = new ScoringPass(model, session);
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        var judged = new JudgedRows(file, [.. pass.Scores.Select(score => (score.Image, score.Quality is not null))]);
        double[] qualities = [.. pass.Scores.Where(score => score.Quality is not null).Select(score => score.Quality!.Value)];
        var groups = judged.Groups(arguments.GetValue(_groups)) ?? [.. Enumerable.Range(0, qualities.Length)];
        var source = Path.GetFileName(file.Path);
        var map = judged.Labels.ArePairs
            ? PeopleFit.OfPairs(judged.Labels.Comparisons, qualities, groups, source)
            : PeopleFit.OfOpinions(judged.SingleOpinions, qualities, groups, spread, source);
        session.WriteWhole(() => model.WithPeople(map).Save(path));
        Tell(model, modelPath, map.Report, pass.Skipped, judged, session);
        var shares = PlacedShare.Of(map, [.. judged.Labels.Rows().Select(row => qualities[row])]);
        Print(new CalibrateSummary(path, modelPath, model.Options.Method.ToString().ToLowerInvariant(), map.Report, shares, judged.LeftOut, pass.Skipped.Items), arguments.GetValue(_json), session);
        return pass.Skipped.Code;
    }

    private static void Tell(QualityModel model, string path, PeopleReport report, SkippedList skipped, JudgedRows judged, Session session)
    {
        skipped.Tell(session);
        judged.TellOfLeftOut(session);
        if (model.Preference is not null)
        {
            session.Warn($"{path} was learned from people's judgements: if those given here are among them, the shares will be too far from one half ('giqa train prefer' estimates them from judgements that it has not learned from)");
        }

        if (!report.IsInformative)
        {
            session.Warn($"these judgements do not show that people prefer what {path} finds better: its best and its worst images may each be preferred by half of the people");
        }

        SpreadOption.Tell(report, judged, session);
    }

    private static void Print(CalibrateSummary summary, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(summary, CliJson.Default.CalibrateSummary);
            return;
        }

        session.Out.WriteLine($"{summary.Out}: {summary.Method}, in people's terms by {summary.People.Describe()}");
        session.Tables.Write(
            ["among the judged images", ">quality", ">prefer it to the median one", ">95 % from", ">to"],
            summary.Shares.Select(share => (string[])[PeopleWords.Place(share.Rank), Figures.Quality(share.Quality), Figures.Percent(share.Preferred), Figures.Percent(share.Low), Figures.Percent(share.High)]));
    }
}
