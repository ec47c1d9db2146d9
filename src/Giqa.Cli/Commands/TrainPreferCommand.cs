using System.CommandLine;
using System.Globalization;
using Giqa.Agreement.People;
using Giqa.Agreement.Preferences;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Preferring;
using Giqa.Cli.Rendering;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa train prefer</c>: learns from people's judgements what they prefer.</summary>
internal sealed class TrainPreferCommand : Verb
{
    // By bench/results/prefer.md.
    private const string Best = "resnet18";

    private readonly Argument<string> _labels = new("LABELS")
    {
        Description = "What people said: LABELS.db of 'giqa label', pairs (left,right,choice[,observer]) or opinions (image,score) as CSV.",
    };

    private readonly Option<string[]> _images = Many("--images", "INPUT", "The judged images, as for score, and others like them. [default: where the labelling found them, or next to the CSV]");
    private readonly Option<string[]> _real = Many("--real", "INPUT", "Real images: quality is calibrated on them, and the model is compared with densities of them.");
    private readonly Option<string[]> _against = Many("--against", "M.giqa", "Another model to compare it with. May be given several times.");
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where to write the model.", required: true);
    private readonly Option<string?> _groups = Make.Text("--groups", "COLUMN|REGEX", "Images to keep in the same fold: those with the same value in a column of the CSV, or the same match in their name. [default: the column 'prompt', if there is one]");
    private readonly SpreadOption _spread = new();
    private readonly Option<int> _seed = Make.Whole("--seed", "Determines the folds.", 0, 0);
    private readonly BackboneOptions _backbone = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _decoding = new();
    private readonly Option<bool> _json = Make.Json();

    public TrainPreferCommand()
        : base("prefer", "Learn what people prefer from their judgements of pairs or single images.") =>
        Take([_labels, _images, _real, _against, _out, _groups, _spread.Option, _seed, .. _backbone.All, .. _cache.All, .. _decoding.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa train prefer labels.db --out mine.giqa",
        "giqa train prefer opinions.csv --images generated/ --real reals/ --groups prompt --out mine.giqa",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        var file = JudgementFile.Read(arguments.GetRequiredValue(_labels));
        var spread = _spread.Read(arguments, file);
        var specifications = arguments.GetValue(_images) is { Length: > 0 } given ? given : file.Inputs();
        var (images, skipped) = await ReadAsync(specifications, null, arguments, session, cancellationToken).ConfigureAwait(false);
        var judged = new JudgedRows(file, [.. images.Items.Select(item => (item.Name, item.Fault is null))]);
        var groups = judged.Groups(arguments.GetValue(_groups));
        var (reals, skippedReals) = arguments.GetValue(_real) is { Length: > 0 } real
            ? await ReadAsync(real, images, arguments, session, cancellationToken).ConfigureAwait(false)
            : (null, new SkippedList());
        var model = Learn(
            new PreferenceTraining(images, judged.Labels, groups)
            {
                Reals = reals,
                Others = await OthersAsync(images, specifications, reals, arguments, session, cancellationToken).ConfigureAwait(false),
                SingleOpinions = judged.Labels.ArePairs ? null : judged.SingleOpinions,
                Spread = spread,
                Source = Path.GetFileName(file.Path),
                Network = NetworkOf(images),
                Seed = (ulong)arguments.GetValue(_seed),
                Threads = session.Threads,
            },
            session,
            cancellationToken);
        session.WriteWhole(() => model.Save(path));
        Tell(skipped, skippedReals, judged, model, session);
        if (_backbone.Name(arguments) is null && BuiltInBackbones.Find(images.BackboneName ?? string.Empty) is not null)
        {
            session.Note($"{Best} predicts what people prefer better than {images.BackboneName}: {(new BackboneStore().List().Any(entry => entry.Name == Best && entry.IsInstalled) ? string.Empty : $"run 'giqa models pull {Best}', then ")}add --backbone {Best}");
        }

        Print(
            new PreferSummary(path, "prefer", model.BackboneName, model.BackboneFingerprint, model.Options.Seed, model.Report.Dimensions, model.Preference!, model.People?.Report, model.HeldOutCount, judged.LeftOut, model.Report.Warnings, [.. skipped.Items, .. skippedReals.Items]),
            arguments.GetValue(_json),
            session);
        return Math.Max(skipped.Code, skippedReals.Code);
    }

    private static Option<string[]> Many(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };

    /// <summary>The network that the features come from, if it is installed.</summary>
    private static Backbone? NetworkOf(FeatureSet images)
    {
        var store = new BackboneStore();
        return images.BackboneName is { } name && store.List().Any(entry => entry.Name == name && entry.IsInstalled) ? store.Open(name, images.Preset) : null;
    }

    private static QualityModel Learn(PreferenceTraining training, Session session, CancellationToken cancellationToken)
    {
        using var line = session.Progress("learning");
        return training.Run(line.As<(int Done, int Total)>(p => (p.Done, p.Total, "folds")), cancellationToken);
    }

    private static void Tell(SkippedList images, SkippedList reals, JudgedRows judged, QualityModel model, Session session)
    {
        images.Tell(session);
        reals.Tell(session);
        judged.TellOfLeftOut(session);
        foreach (var warning in model.Report.Warnings)
        {
            session.Warn(warning);
        }

        if (model.People is { } people)
        {
            SpreadOption.Tell(people.Report, judged, session);
        }
        else
        {
            session.Note($"too few judgements could be cross-validated to estimate what share of people would prefer an image: {PeopleFit.LeastJudgements} of {PeopleFit.LeastImages} images are needed");
        }
    }

    /// <summary>The features of inputs; reals are read like the images.</summary>
    private async Task<(FeatureSet Set, SkippedList Skipped)> ReadAsync(IReadOnlyList<string> specifications, FeatureSet? like, ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        using var inputs = OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = specifications,
                Decoding = ImageOptions.Adopt(_decoding.Read(arguments), like?.Decoding),
                Cache = _cache.Read(arguments),
                BackboneName = like is null ? _backbone.Name(arguments) : like.BackboneName,
                Preset = like is null ? _backbone.Preset(arguments) : like.Preset,
                Fingerprint = like?.Fingerprint,
                FingerprintOwner = like is null ? null : "the model of the judged images",
            },
            session);
        return await FeatureCollector.CollectAsync(inputs, like is null ? "extracting" : "extracting reals", cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<(string Name, double[] Scores)>> OthersAsync(FeatureSet images, IReadOnlyList<string> specifications, FeatureSet? reals, ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var scorers = new OtherScorers(images, specifications, _decoding.Read(arguments), _cache.Read(arguments), session);
        var others = new List<(string, double[])>();
        if (reals is not null)
        {
            if (reals.Matrix.Columns != images.Matrix.Columns)
            {
                throw new GiqaException($"the reals have {reals.Matrix.Columns} features and the images {images.Matrix.Columns}: all must come from one backbone");
            }

            using var line = session.Progress("fitting the reals");
            line.Report(0, 0);
            others.AddRange(scorers.Fitted(reals, (ulong)arguments.GetValue(_seed), cancellationToken));
        }

        foreach (var path in arguments.GetValue(_against) ?? [])
        {
            others.Add(await scorers.OfModelAsync(path, cancellationToken).ConfigureAwait(false));
        }

        return others;
    }

    private static void Print(PreferSummary summary, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(summary, CliJson.Default.PreferSummary);
            return;
        }

        var preference = summary.Preference;
        session.Out.WriteLine($"{summary.Out}: prefer, learned from {Figures.Count(preference.Judgements)} {preference.Labels} of {Figures.Count(preference.JudgedImages)} images, {summary.Dimensions} dimensions, backbone {summary.Backbone ?? "unknown"}");
        if (preference.Figures.Count > 0)
        {
            session.Out.WriteLine($"{Figures.Count(preference.Tested)} {preference.Labels} predicted from others that share no image{(preference.Groups < preference.JudgedImages ? ", and no group," : string.Empty)} with them");
            session.Tables.Write(
                ["scorer", $">{(preference.Figure == "accuracy" ? "accuracy" : "Spearman")}", ">95 % from", ">to", ">prefer is better by", ">95 % from", ">to"],
                preference.Figures.Select(figure => (string[])[figure.Scorer, Show(figure.Value), Show(figure.Low), Show(figure.High), Show(figure.Gain), Show(figure.GainLow), Show(figure.GainHigh)]));
            string Show(double? value) => value is not { } figure ? string.Empty : preference.Figure == "accuracy" ? Figures.Percent(figure) : figure.ToString("F3", CultureInfo.InvariantCulture);
        }

        session.Out.WriteLine(preference.Verdict);
        if (summary.People is { } people)
        {
            session.Out.WriteLine($"in people's terms {PeopleWords.Ends(people)}");
        }

        session.Out.WriteLine($"quality calibrated on {Figures.Count(summary.CalibratedImages)} {(preference.CalibratedOn == "reals" ? "real images" : preference.CalibratedOn)}");
    }
}
