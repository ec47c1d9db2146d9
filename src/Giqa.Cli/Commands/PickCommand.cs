using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Runs;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Selection;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa pick</c>: keeps the best images.</summary>
internal sealed class PickCommand : Verb
{
    private const string AllTogether = "all";

    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _model = Make.Text("--model", "M.giqa", "The model of real images to score against; a model of 'giqa train risa', or psnr, ssim, ms-ssim or gram, for pairs with references.", required: true);
    private readonly PickOptions _pick = new();
    private readonly Option<string?> _reference = Make.Text("--reference", "INPUT", "For a model of 'giqa train risa': the image whose style all were to take, or a folder with references of the same names.");
    private readonly Option<string> _per = Make.Choice("--per", "For such a model: keep that many of each reference, or of each source.", AllTogether, AllTogether, "reference", "source");
    private readonly Option<string?> _list = Make.OutputFile("--list", "F.txt", "Write the picked images' paths, best first.");
    private readonly Option<bool> _dryRun = Make.Flag("--dry-run", "Show what would happen, and write nothing.");
    private readonly EngineOptions _engine = new("the scores");
    private readonly Option<int> _chunk = Make.Whole("--chunk", "Items of a part, of which each worker makes some. [default: by their number]", 0, 1);
    private readonly RunFolderOption _run = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();
    private readonly Option<bool> _json = Make.Json();

    public PickCommand()
        : base("pick", "Keep the best images: copy, move, link or list them.") =>
        Take([_inputs, _model, .. _pick.All, _reference, _per, _list, _dryRun, .. _engine.All, _chunk, _run.Option, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa pick generated/ --model reals.giqa --min-quality 0.1 --list good.txt",
        "giqa pick generated/ --model reals.giqa --keep 0.8 --copy-to good/",
        "giqa pick pairs.csv --model risa.giqa --per reference --count 1 --copy-to best/",
    ];

    /// <summary>The options on which the choice of images does not depend.</summary>
    private IReadOnlyList<Option> Passing => [_list, _dryRun, _json, .. _engine.All, _chunk, _run.Option, .. _cache.All];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (rule, target) = (_pick.Rule(arguments), _pick.Target(arguments));
        if (target is { Kind: TransferKind.Move } && TellAgain(arguments, target.Folder, session, cancellationToken) is { } code)
        {
            return code;
        }

        var modelPath = arguments.GetRequiredValue(_model)!;
        if (PairPass.Takes(modelPath))
        {
            return await PickPairsAsync(arguments, (rule, target), session, cancellationToken).ConfigureAwait(false);
        }

        if (arguments.GetValue(_reference) is not null || arguments.GetValue(_per) != AllTogether)
        {
            throw new UsageException($"--reference and --per belong to a model that compares with references; {modelPath} is none (make one with 'giqa train risa')");
        }

        if (_engine.AreGiven(arguments))
        {
            return await PickInPartsAsync(arguments, (rule, target), session, cancellationToken).ConfigureAwait(false);
        }

        _run.Refuse(arguments);
        var model = QualityModel.Load(modelPath);
        using var inputs = ScoringPass.Open(model, modelPath, arguments.GetRequiredValue(_inputs), _images.ReadFor(arguments, model.Decoding, modelPath), _cache.Read(arguments), session);
        var images = target is null ? null : Transferable(inputs, target);
        var pass = new ScoringPass(model, session);
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        pass.Skipped.Tell(session);
        var picked = Picker.Pick(pass.Scores, rule);
        Finish(arguments, (pass.Scores, pass.Skipped), picked, index => (ImagesOf(inputs, index), index), (images, target), session, cancellationToken);
        return pass.Skipped.Code;
    }

    /// <summary>The scores are made in parts, by processes of their own; the best of all are picked here.</summary>
    private async Task<int> PickInPartsAsync(ParseResult arguments, (PickRule Rule, PickTarget? Target) choice, Session session, CancellationToken cancellationToken)
    {
        var modelPath = arguments.GetRequiredValue(_model)!;
        var model = QualityModel.Load(modelPath);
        var (decoding, cache, folder) = (_images.ReadFor(arguments, model.Decoding, modelPath), _cache.Read(arguments), FolderOfRun(arguments));
        using var stage = ScoreStage.Begin(folder, (model, modelPath), arguments.GetRequiredValue(_inputs), decoding, arguments.GetValue(_chunk), cache, session);
        var images = choice.Target is null ? null : Transferable(stage.Inputs, choice.Target);
        var run = await stage.RunAsync(_engine.Read(arguments, cache, session)!, cancellationToken).ConfigureAwait(false);
        run.Skipped.Tell(session);
        Finish(arguments, run, Picker.Pick(run.Scores, choice.Rule), index => (ImagesOf(stage.Inputs, index), index), (images, choice.Target), session, cancellationToken);
        ScoreStage.Remove(folder);
        return run.Skipped.Code;
    }

    private string FolderOfRun(ParseResult arguments) => _run.Read(arguments, arguments.GetValue(_list), _pick.Target(arguments)?.Folder);

    private static IImageSource? ImagesOf(OpenedInputs inputs, int index) => inputs.Images is { } all && index < all.Count ? all : null;

    private async Task<int> PickPairsAsync(ParseResult arguments, (PickRule Rule, PickTarget? Target) choice, Session session, CancellationToken cancellationToken)
    {
        if (_engine.AreGiven(arguments))
        {
            throw new UsageException("--workers and --on are for models of real images; pairs are scored in this process");
        }

        _run.Refuse(arguments);
        using var pairs = PairPass.Open(arguments.GetRequiredValue(_inputs), arguments.GetValue(_reference), _images.Read(arguments));
        var images = choice.Target is null ? null : Transferable(pairs.Images, choice.Target);
        var pass = new PairPass(arguments.GetRequiredValue(_model)!, session);
        await pass.RunAsync(pairs, _images.Read(arguments), _cache.Read(arguments), cancellationToken).ConfigureAwait(false);
        pass.Skipped.Tell(session);
        var picked = arguments.GetValue(_per) switch
        {
            AllTogether => Picker.Pick(pass.Scores, choice.Rule),
            "source" => Picker.PickPerGroup(pass.Scores, choice.Rule, score => score.Source),
            _ => Picker.PickPerGroup(pass.Scores, choice.Rule, score => score.Reference),
        };
        Finish(arguments, (pass.Scores, pass.Skipped), picked, index => (pairs.Images, pairs.ImageOf(index)), (images, choice.Target), session, cancellationToken);
        return pass.Skipped.Code;
    }

    private void Finish(
        ParseResult arguments,
        (IReadOnlyList<ImageScore> Scores, SkippedList Skipped) run,
        IReadOnlyList<int> picked,
        Func<int, (IImageSource? Source, int Index)> imageOf,
        (IImageSource? Images, PickTarget? Target) transfer,
        Session session,
        CancellationToken cancellationToken)
    {
        var (dryRun, list) = (arguments.GetValue(_dryRun), arguments.GetValue(_list));
        var numbers = picked.Select(index => imageOf(index).Index).ToList();
        var isMove = transfer.Target is { Kind: TransferKind.Move };
        var files = transfer.Target is null ? null : Transfer(transfer.Images!, numbers, transfer.Target, (dryRun || isMove, null), session, cancellationToken);
        var rows = picked.Select((index, rank) => new PickedImage(run.Scores[index].Image, run.Scores[index].Score!.Value, run.Scores[index].Quality, files?[rank].File)).ToList();
        var report = new PickReport(rows.Count, run.Scores.Count - run.Skipped.Items.Count, dryRun, list, rows, run.Skipped.Items);
        if (isMove && !dryRun)
        {
            // The whole account stands beside the plan before the first image goes.
            var images = transfer.Images!;
            var left = new LeftImages(Enumerable.Range(0, images.Count).Except(numbers).Select(images.GetPath).OfType<string>());
            var account = MoveCommand.Of(arguments, Passing).Account(left, report, run.Skipped.Code);
            _ = Transfer(images, numbers, transfer.Target!, (false, account), session, cancellationToken);
            Tell(report, list, arguments, session);
            MoveCommand.Close(account, transfer.Target!.Folder, session);
            return;
        }

        if (list is not null && !dryRun)
        {
            session.WriteWhole(() => AtomicFile.WriteText(list, string.Concat(picked.Select(index => $"{ImageList.LineOf(PathOf(imageOf(index)) ?? run.Scores[index].Image)}\n"))));
        }

        Print(report, arguments.GetValue(_json), session);
    }

    /// <summary>Finishes this command's move if it was broken off, or tells again what it did.</summary>
    /// <returns>Its exit code; null when the images are to be scored.</returns>
    /// <exception cref="UsageException">Another command's move into this folder was broken off.</exception>
    private int? TellAgain(ParseResult arguments, string folder, Session session, CancellationToken cancellationToken)
    {
        var command = MoveCommand.Of(arguments, Passing);
        var dryRun = arguments.GetValue(_dryRun);
        if (command.BrokenOff(folder) is { } journal)
        {
            var count = journal.Images.Count;
            session.Note($"a move of {Counted.Images(count)} into {folder} was broken off: {(dryRun ? "it would be finished" : "finishing it")} as it was planned");
            if (!dryRun)
            {
                session.Kept = () => $"what is placed so far is in {folder}, and the same command places the rest";
                using var line = session.Progress("placing");
                session.WriteWhole(() => journal.MoveAll(line.As<int>(done => (done, count, null)), cancellationToken));
            }

            Tell(MoveCommand.ReportOf(journal.Account!) with { DryRun = dryRun, List = arguments.GetValue(_list) }, arguments.GetValue(_list), arguments, session);
            if (!dryRun)
            {
                ScoreStage.Remove(FolderOfRun(arguments));
                MoveCommand.Close(journal.Account!, folder, session);
            }

            return journal.Account!.Code;
        }

        if (command.Finished() is not { } done || HoldsNew(arguments, done))
        {
            return null;
        }

        var report = MoveCommand.ReportOf(done) with { DryRun = dryRun, List = arguments.GetValue(_list) };
        session.Note($"already done: {Counted.With(report.Kept, "image", "was", "were")} moved at {Figures.Time(done.Finished!.Value)}, and the inputs hold nothing new since; to pick among those that are left, name another folder or remove {MoveRecords.PathOf(done.Command)}");
        Tell(report, report.List, arguments, session);
        return done.Code;
    }

    /// <summary>Whether the inputs hold images that a move did not leave there.</summary>
    private bool HoldsNew(ParseResult arguments, MoveAccount done)
    {
        try
        {
            var inputs = arguments.GetRequiredValue(_inputs);
            if (PairPass.Takes(arguments.GetRequiredValue(_model)!))
            {
                using var pairs = PairPass.Open(inputs, arguments.GetValue(_reference), _images.Read(arguments));
                return MoveCommand.HoldsNew(pairs.Images, done);
            }

            using var images = ImageInput.Open(inputs, _images.Read(arguments));
            return MoveCommand.HoldsNew(images, done);
        }
        catch (GiqaException)
        {
            // Nothing is left there, or what was named has moved.
            return false;
        }
    }

    private void Tell(PickReport report, string? list, ParseResult arguments, Session session)
    {
        if (list is not null && !report.DryRun)
        {
            session.WriteWhole(() => AtomicFile.WriteText(list, string.Concat(report.Picked.Select(image => $"{ImageList.LineOf(image.Target!)}\n"))));
        }

        Print(report, arguments.GetValue(_json), session);
        session.Out.Flush();
    }

    /// <summary>The images, if they can go where they are to go; said before anything is scored.</summary>
    private static IImageSource Transferable(OpenedInputs inputs, PickTarget target)
    {
        if (inputs.Images is not { } images || images.Count < inputs.Count)
        {
            throw new UsageException("features have no images to put into a folder: give the images, or take --list");
        }

        return Transferable(images, target);
    }

    private static IImageSource Transferable(IImageSource images, PickTarget target)
    {
        var inside = target.Kind == TransferKind.Copy ? null : Enumerable.Range(0, images.Count).FirstOrDefault(index => images.GetPath(index) is null, -1) is var first and >= 0 ? images.GetName(first) : null;
        if (inside is not null)
        {
            throw new UsageException($"{inside} has no file of its own to {target.Kind.ToString().ToLowerInvariant()}: take --copy-to for images inside archives and arrays");
        }

        AtomicFile.RequireWritable(Path.Combine(target.Folder, "image"));
        var folders = target.Kind == TransferKind.Move ? Enumerable.Range(0, images.Count).Select(index => Path.GetDirectoryName(Path.GetFullPath(images.GetPath(index)!))!).Distinct(StringComparer.Ordinal) : [];
        if (folders.FirstOrDefault(folder => RegularFile.IsFolder(folder) && !PathFiles.CanChange(folder)) is { } closed)
        {
            throw new GiqaException($"nothing can be moved out of {closed}, which cannot be written to: take --copy-to");
        }

        // A trial run with all of them: whatever is picked can then go there.
        var files = Enumerable.Range(0, images.Count).Where(index => images.GetPath(index) is not null).ToList();
        _ = PickTransfer.Run(images, files, target.Folder, new TransferOptions { Kind = target.Kind, Overwrite = true, DryRun = true });
        return images;
    }

    private static IReadOnlyList<TransferredImage> Transfer(IImageSource images, List<int> picked, PickTarget target, (bool DryRun, MoveAccount? Account) how, Session session, CancellationToken cancellationToken)
    {
        session.Kept = () => how.DryRun ? null : $"what is placed so far is in {target.Folder}, and the same command places the rest";
        using var line = session.Progress("placing");
        var options = new TransferOptions { Kind = target.Kind, Overwrite = target.Overwrite, DryRun = how.DryRun, Account = how.Account };
        IReadOnlyList<TransferredImage> result = [];
        session.WriteWhole(() => result = PickTransfer.Run(images, picked, target.Folder, options, line.As<int>(done => (done, picked.Count, null)), cancellationToken));
        return result;
    }

    private static string? PathOf((IImageSource? Source, int Index) image) =>
        image.Source?.GetPath(image.Index) is { } path ? Path.GetFullPath(path) : null;

    private static void Print(PickReport report, bool json, Session session)
    {
        if (json)
        {
            session.WriteJson(report, CliJson.Default.PickReport);
            return;
        }

        foreach (var image in report.Picked)
        {
            session.Out.WriteLine(ImageList.LineOf(image.Image));
        }

        session.Note($"{(report.DryRun ? "would keep" : "kept")} {Counted.Among(report.Kept, report.Scored, "image")}");
    }
}

/// <summary>What <c>giqa pick --json</c> prints.</summary>
internal sealed record PickReport(int Kept, int Scored, bool DryRun, string? List, IReadOnlyList<PickedImage> Picked, IReadOnlyList<SkippedImage> Skipped);

/// <summary>A picked image, and where it goes; without a score when a move that was broken off is finished.</summary>
internal sealed record PickedImage(string Image, double? Score, double? Quality, string? Target);
