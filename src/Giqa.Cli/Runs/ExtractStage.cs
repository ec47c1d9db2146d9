using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;

namespace Giqa.Cli.Runs;

/// <summary>Images, or other features, to a folder of features.</summary>
internal sealed class ExtractStage : IStage
{
    internal const string StageName = "extract";

    private readonly OpenedInputs _inputs;
    private readonly FeaturePlan _plan;
    private readonly Session _session;

    private ExtractStage(string folder, FeaturePlan plan, OpenedInputs inputs, Session session) =>
        (Folder, _plan, _inputs, _session) = (folder, plan, inputs, session);

    public string Name => StageName;

    public string Folder { get; }

    public int Chunks => _plan.Chunks;

    /// <summary>Makes the plan of a folder, or takes up the one that is there if it is the same.</summary>
    /// <param name="folder">The folder of features.</param>
    /// <param name="needs">What is to be extracted.</param>
    /// <param name="chunkItems">Items of a chunk; 0 for what fits their number.</param>
    /// <param name="session">The run's surroundings.</param>
    /// <exception cref="GiqaException">There is another plan in the folder, or something else.</exception>
    public static ExtractStage Begin(string folder, InputNeeds needs, int chunkItems, Session session)
    {
        using var listings = RunFolder.Listings(folder);
        var inputs = OpenedInputs.Open(needs, session);
        try
        {
            var specifications = LocatedInputs.OfAll(needs.Specifications);
            var begun = FeatureFolder.IsFolder(folder) ? FeaturePlan.Read(folder) : null;
            var plan = new FeaturePlan
            {
                Inputs = specifications,
                InputsHash = InputsHash.Of(specifications, inputs),
                Items = inputs.Count,
                ChunkItems = chunkItems > 0 ? chunkItems : begun?.ChunkItems ?? FeaturePlan.ChunkItemsFor(inputs.Count),
                Columns = inputs.Columns,
                Fingerprint = inputs.Fingerprint,
                Backbone = inputs.BackboneName,
                Preset = inputs.Preset,
                ApplyOrientation = needs.Decoding.ApplyOrientation,
                Alpha = needs.Decoding.Alpha,
                MaxPixels = needs.Decoding.MaxPixels,
                MaxFileBytes = needs.Decoding.MaxFileBytes,
            };
            RunFolder.Claim(folder, FeaturePlan.PathIn(folder), plan.ToBytes());
            listings.Save();
            foreach (var chunk in begun is null ? [] : FeatureFolder.RemoveDamaged(folder, plan))
            {
                session.Note($"chunk {chunk} of {folder} is damaged, and is made again");
            }

            return new ExtractStage(folder, plan, inputs, session);
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stage that was begun, as a task does.</summary>
    /// <exception cref="GiqaException">The inputs are not what they were.</exception>
    public static ExtractStage Open(string folder, CacheChoice cache, Session session)
    {
        var plan = FeaturePlan.Read(folder);
        using var listings = RunFolder.Listings(folder);
        var listed = RunFolder.Items(folder, (plan.Inputs, plan.InputsHash), plan.Decoding);
        var inputs = OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = plan.Inputs,
                Images = listed,
                Decoding = plan.Decoding,
                Cache = cache,
                BackboneName = plan.Backbone,
                Preset = plan.Preset,
                Fingerprint = plan.Fingerprint,
                FingerprintOwner = $"the plan of {folder}",
            },
            session);
        if (inputs.Count == plan.Items && (listed is not null || InputsHash.Of(plan.Inputs, inputs) == plan.InputsHash))
        {
            return new ExtractStage(folder, plan, inputs, session);
        }

        inputs.Dispose();
        throw RunFolder.Changed(folder, plan.Inputs);
    }

    public string Describe(int chunk) => $"chunk {chunk} (items {_plan.StartOf(chunk)} to {_plan.StartOf(chunk) + _plan.CountOf(chunk) - 1})";

    public void Prepare() => RunFolder.WriteItems(Folder, _inputs, _plan.ChunkItems, (_plan.Inputs, _plan.InputsHash), _session);

    public List<int> Missing() => FeatureFolder.Missing(Folder, _plan);

    public async Task WorkAsync(int chunk, CancellationToken cancellationToken)
    {
        var images = _inputs.ReadAsync(_plan.StartOf(chunk), _plan.CountOf(chunk), cancellationToken);
        var set = await FeatureSet.CollectAsync(images, _plan.Columns, new FeatureProvenance(_plan.Fingerprint, _plan.Backbone, _plan.Preset, _inputs.Decoding)).ConfigureAwait(false);
        _session.WriteWhole(() => set.Save(FeatureFolder.ChunkIn(Folder, chunk)));
    }

    public void Dispose() => _inputs.Dispose();
}
