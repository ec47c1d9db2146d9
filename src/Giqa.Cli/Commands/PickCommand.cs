using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Picking;
using Giqa.Cli.Rendering;
using Giqa.Models;
using Giqa.Selection;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa pick</c>: keeps the best images.</summary>
internal sealed class PickCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _model = Make.Text("--model", "M.giqa", "The model of real images to score against.", required: true);
    private readonly PickOptions _pick = new();
    private readonly Option<string?> _list = Make.Text("--list", "F.txt", "Write the picked images' paths, best first.");
    private readonly Option<bool> _dryRun = Make.Flag("--dry-run", "Show what would happen, and write nothing.");
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public PickCommand()
        : base("pick", "Keep the best images: copy, move, link or list them.")
    {
        Arguments.Add(_inputs);
        Options.Add(_model);
        _pick.AddTo(this);
        Options.Add(_list);
        Options.Add(_dryRun);
        _cache.AddTo(this);
        _images.AddTo(this);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "giqa pick generated/ --model reals.giqa --min-quality 0.1 --list good.txt",
        "giqa pick generated/ --model reals.giqa --keep 0.8 --copy-to good/",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (rule, target) = (_pick.Rule(arguments), _pick.Target(arguments));
        var modelPath = arguments.GetRequiredValue(_model)!;
        var model = QualityModel.Load(modelPath);
        using var inputs = ScoringPass.Open(model, modelPath, arguments.GetRequiredValue(_inputs), _images.Read(arguments), _cache.Read(arguments), session);
        var placement = target is null ? null : Placement.Create(inputs, target);
        var pass = new ScoringPass(model, session);
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        pass.Skipped.Tell(session);

        var picked = Picker.Pick(pass.Scores, rule);
        var dryRun = arguments.GetValue(_dryRun);
        var list = arguments.GetValue(_list);
        var rows = picked.Select(index => new PickedImage(pass.Scores[index].Image, pass.Scores[index].Score!.Value, pass.Scores[index].Quality!.Value, placement?.TargetOf(index))).ToList();
        if (!dryRun)
        {
            placement?.PutAll(picked, session, cancellationToken);
            if (list is not null)
            {
                session.WriteWhole(() => AtomicFile.WriteText(list, string.Concat(picked.Select(index => $"{PathOf(inputs, index) ?? pass.Scores[index].Image}\n"))));
            }
        }

        Print(new PickReport(rows.Count, pass.Scores.Count - pass.Skipped.Items.Count, dryRun, list, rows, pass.Skipped.Items), arguments.GetValue(_json), session);
        return pass.Skipped.Code;
    }

    private static string? PathOf(OpenedInputs inputs, int index) =>
        inputs.Images is { } images && index < images.Count && images.GetPath(index) is { } path ? Path.GetFullPath(path) : null;

    private static void Print(PickReport report, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(report, CliJson.Default.PickReport);
            return;
        }

        foreach (var image in report.Picked)
        {
            session.Out.WriteLine(image.Image);
        }

        session.Note($"{(report.DryRun ? "would keep" : "kept")} {Figures.Count(report.Kept)} of {Figures.Count(report.Scored)} images");
    }
}
