using System.Globalization;
using System.Security.Cryptography;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>Images or features to scores, in parts that are joined to one file at the end.</summary>
internal sealed class ScoreStage : IStage
{
    internal const string StageName = "score";
    private const int LeastChunkItems = 8192;

    private readonly ScorePlan _plan;
    private readonly OpenedInputs _inputs;
    private readonly QualityModel _model;
    private readonly Session _session;

    private ScoreStage(string folder, ScorePlan plan, QualityModel model, OpenedInputs inputs, Session session) =>
        (Folder, _plan, _model, _inputs, _session) = (folder, plan, model, inputs, session);

    public string Name => StageName;

    public string Folder { get; }

    public int Chunks => _plan.Chunks();

    /// <summary>What is scored.</summary>
    public OpenedInputs Inputs => _inputs;

    /// <summary>Makes the plan of a folder, or takes up the one that is there if it is the same.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="model">The model and where it lies.</param>
    /// <param name="specifications">The INPUTs.</param>
    /// <param name="decoding">How images are decoded.</param>
    /// <param name="chunkItems">Items of a part; 0 for what fits their number.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="session">The run's surroundings.</param>
    /// <exception cref="GiqaException">There is another plan in the folder, or something else.</exception>
    public static ScoreStage Begin(
        string folder, (QualityModel Model, string Path) model, IReadOnlyList<string> specifications, DecodeOptions decoding, int chunkItems, CacheChoice cache, Session session)
    {
        using var listings = RunFolder.Listings(folder);
        var inputs = ScoringPass.Open(model.Model, model.Path, specifications, decoding, cache, session);
        try
        {
            var located = LocatedInputs.OfAll(specifications);
            var plan = new ScorePlan
            {
                Inputs = located,
                InputsHash = InputsHash.Of(located, inputs),
                Model = Path.GetFullPath(model.Path),
                ModelHash = HashOf(model.Path),
                Items = inputs.Count,
                ChunkItems = chunkItems > 0 ? chunkItems
                    : RegularFile.Exists(ScorePlan.PathIn(folder)) ? ScorePlan.Read(folder).ChunkItems
                    : Math.Max(inputs.Images is null ? LeastChunkItems : 0, FeaturePlan.ChunkItemsFor(inputs.Count)),
                ApplyOrientation = decoding.ApplyOrientation,
                Alpha = decoding.Alpha,
                MaxPixels = decoding.MaxPixels,
                MaxFileBytes = decoding.MaxFileBytes,
            };
            RunFolder.Claim(folder, ScorePlan.PathIn(folder), plan.ToBytes());
            listings.Save();
            var stage = new ScoreStage(folder, plan, model.Model, inputs, session);
            foreach (var part in Enumerable.Range(0, stage.Chunks).Except(stage.Missing()).Where(part => stage.ReadPart(part) is null))
            {
                File.Delete(stage.PartOf(part));
                session.Note($"part {part} of {folder} is damaged, and is made again");
            }

            return stage;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stage that was begun, as a task does.</summary>
    /// <exception cref="GiqaException">The inputs or the model are not what they were.</exception>
    public static ScoreStage Open(string folder, CacheChoice cache, Session session)
    {
        var plan = ScorePlan.Read(folder);
        if (HashOf(plan.Model) != plan.ModelHash)
        {
            throw RunFolder.Changed(folder, [plan.Model]);
        }

        var model = QualityModel.Load(plan.Model);
        using var listings = RunFolder.Listings(folder);
        var listed = RunFolder.Items(folder, (plan.Inputs, plan.InputsHash), plan.Decoding());
        var inputs = ScoringPass.Open(model, plan.Model, plan.Inputs, plan.Decoding(), cache, session, listed);
        if (inputs.Count == plan.Items && (listed is not null || InputsHash.Of(plan.Inputs, inputs) == plan.InputsHash))
        {
            return new ScoreStage(folder, plan, model, inputs, session);
        }

        inputs.Dispose();
        throw RunFolder.Changed(folder, plan.Inputs);
    }

    public string Describe(int chunk) => $"part {chunk} (items {StartOf(chunk)} to {StartOf(chunk) + CountOf(chunk) - 1})";

    public void Prepare() => RunFolder.WriteItems(Folder, _inputs, _plan.ChunkItems, (_plan.Inputs, _plan.InputsHash), _session);

    public List<int> Missing() => Missing(Folder);

    /// <summary>The parts of a run that are not there.</summary>
    public static List<int> Missing(string folder) => [.. Enumerable.Range(0, ScorePlan.Read(folder).Chunks()).Where(chunk => !RegularFile.Exists(PartIn(folder, chunk)))];

    public async Task WorkAsync(int chunk, CancellationToken cancellationToken)
    {
        var scores = new List<ImageScore>(CountOf(chunk));
        await foreach (var score in _model.ScoreImagesAsync(_inputs.ReadAsync(StartOf(chunk), CountOf(chunk), cancellationToken), _session.Threads, cancellationToken).ConfigureAwait(false))
        {
            scores.Add(score);
        }

        _session.WriteWhole(() => CheckedFile.Write(PartOf(chunk), stream => ScoreFile.WriteJsonLines(stream, scores)));
    }

    /// <summary>Has all parts made, and joins them.</summary>
    /// <exception cref="GiqaException">A part cannot be made.</exception>
    public async Task<(IReadOnlyList<ImageScore> Scores, SkippedList Skipped)> RunAsync(IEngine engine, CancellationToken cancellationToken)
    {
        await new StageRunner(this, _session).RunAsync(engine, cancellationToken).ConfigureAwait(false);
        var (scores, skipped) = (Join(), new SkippedList());
        foreach (var score in scores)
        {
            skipped.See(score);
        }

        return (scores, skipped);
    }

    /// <summary>Removes the folder of a run, if it is one: its scores are where they were to go.</summary>
    public static void Remove(string folder)
    {
        if (RegularFile.Exists(ScorePlan.PathIn(folder)))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _inputs.Dispose();

    /// <summary>The scores of all parts, in order.</summary>
    /// <exception cref="GiqaException">A part is damaged: the same command makes it anew.</exception>
    private List<ImageScore> Join()
    {
        var scores = new List<ImageScore>(_plan.Items);
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            var part = ReadPart(chunk);
            if (part is null)
            {
                throw new GiqaException($"{PartOf(chunk)} is damaged: the same command makes it anew");
            }

            scores.AddRange(part);
        }

        return scores;
    }

    /// <summary>The scores of a part; null when it is not what was written.</summary>
    private IReadOnlyList<ImageScore>? ReadPart(int chunk)
    {
        if (CheckedFile.TryRead(PartOf(chunk)) is not { } bytes)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes.ToArray(), writable: false));
        return ScoreJsonLines.Read(reader, PartOf(chunk)) is { } part && part.Count == CountOf(chunk) ? part : null;
    }

    private string PartOf(int chunk) => PartIn(Folder, chunk);

    private static string PartIn(string folder, int chunk) => Path.Combine(folder, "parts", string.Create(CultureInfo.InvariantCulture, $"{chunk:D8}.jsonl"));

    private int StartOf(int chunk) => chunk * _plan.ChunkItems;

    private int CountOf(int chunk) => Math.Min(_plan.ChunkItems, _plan.Items - StartOf(chunk));

    private static string HashOf(string path)
    {
        using var file = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
