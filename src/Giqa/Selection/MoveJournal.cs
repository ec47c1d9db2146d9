using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Storage;

namespace Giqa.Selection;

/// <summary>
/// The plan of a move into a folder, written there before the first file is moved: an interrupted move is finished
/// as planned, and not replanned with what is left.
/// </summary>
internal sealed class MoveJournal
{
    private readonly string _path;
    private readonly Plan _plan;

    private MoveJournal(string path, Plan plan) => (_path, _plan) = (path, plan);

    /// <summary>The images of the plan and where they go, in its order.</summary>
    public IReadOnlyList<TransferredImage> Images => [.. _plan.Steps.Select(step => new TransferredImage(step.Image, step.To))];

    /// <summary>Where the plan is written.</summary>
    internal string Place => _path;

    /// <summary>The identity and report of the run that made the plan; null if it was not made by a command.</summary>
    internal MoveAccount? Account => _plan.Account;

    /// <summary>The plan of an interrupted move into a folder; null if there is none.</summary>
    /// <exception cref="GiqaException">There is one, and it cannot be read.</exception>
    public static MoveJournal? Find(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = PathIn(folder);
        if (!RegularFile.Exists(path))
        {
            return null;
        }

        try
        {
            return new MoveJournal(path, JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), MoveJournalJson.Default.Plan) ?? throw new JsonException("it is empty"));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"{path}, the plan of an interrupted move, cannot be read ({e.Message}): check the files it lists, finish by hand, and remove it", e);
        }
    }

    /// <summary>Finishes what is left to do, and deletes the plan.</summary>
    /// <param name="progress">Receives the number of images in place.</param>
    /// <param name="cancellationToken">Checked per image; the plan then stays.</param>
    /// <exception cref="GiqaException">A file cannot be moved.</exception>
    public void Finish(IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        MoveAll(progress, cancellationToken);
        Forget(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Deletes the plan of a folder, after the result has been reported, so that a run killed before that can report it again.</summary>
    internal static void Forget(string folder) => File.Delete(PathIn(folder));

    /// <summary>Finishes what is left to do, and keeps the plan.</summary>
    internal void MoveAll(IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var steps = _plan.Steps;
        foreach (var folder in steps.Select(step => Path.GetDirectoryName(step.To)!).Distinct(StringComparer.Ordinal))
        {
            TemporaryFile.RemoveOrphans(folder);
        }

        for (var i = 0; i < steps.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Move(steps[i]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new GiqaException($"cannot move {steps[i].From} to {steps[i].To} ({i} of {steps.Length} images are done): {e.Message}", e);
            }

            progress?.Report(i + 1);
        }
    }

    internal static MoveJournal Begin(string folder, IEnumerable<(TransferredImage Image, string From)> images, MoveAccount? account)
    {
        var path = PathIn(folder);
        var journal = new MoveJournal(path, new Plan(account, [.. images.Select(item => new Step(item.Image.Image, Path.GetFullPath(item.From), item.Image.File))]));
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, journal._plan, MoveJournalJson.Default.Plan));
        return journal;
    }

    private static string PathIn(string folder) => Path.Combine(Path.GetFullPath(folder), TemporaryFile.MovePlan);

    /// <summary>One rename if source and target share a device; otherwise a complete copy in place before the original is removed.</summary>
    private static void Move(Step step)
    {
        if (!Exists(step.From))
        {
            // Moved before the interruption, or removed since.
            return;
        }

        var folder = Path.GetDirectoryName(step.To)!;
        PathFiles.MakeFolder(folder);
        var temporary = TemporaryFile.In(folder);
        if (new FileInfo(step.From) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: false) is { } target)
        {
            // A relative link would point elsewhere from its new location.
            PathFiles.Link(temporary, target.FullName);
        }
        else if (PathFiles.TryRename(step.From, step.To))
        {
            return;
        }
        else
        {
            using var original = RegularFile.OpenRead(step.From);
            using var copy = PathFiles.Create(temporary);
            original.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }

        PathFiles.Move(temporary, step.To);
        try
        {
            PathFiles.Delete(step.From);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // If the original cannot be removed, the copy is: never two of them.
            PathFiles.Delete(step.To);
            throw;
        }
    }

    private static bool Exists(string path) => RegularFile.KindOf(path) != FileKind.Missing || RegularFile.IsLink(path);

    internal sealed record Step(string Image, string From, string To);

    internal sealed record Plan(MoveAccount? Account, Step[] Steps);
}

[JsonSerializable(typeof(MoveJournal.Plan))]
internal sealed partial class MoveJournalJson : JsonSerializerContext;
