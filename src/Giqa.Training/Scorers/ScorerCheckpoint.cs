using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Storage;
using Giqa.Training.Checkpoints;
using Giqa.Training.Optimization;

namespace Giqa.Training.Scorers;

/// <summary>
/// The state of training between two epochs. Everything random is drawn from the seed and the epoch, so weights
/// and momenta are all that is needed to resume, to the same bits as without the interruption.
/// </summary>
internal sealed class ScorerCheckpoint(string path, string identity, string device)
{
    private const string Identity = "identity";
    private const string Curve = "curve";

    internal bool Exists => File.Exists(path);

    internal void Save(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer, IReadOnlyList<ScorerEpoch> curve) =>
        StateOf(network, best, optimizer).Save(path, new Dictionary<string, string>
        {
            [Identity] = identity,
            [Curve] = JsonSerializer.Serialize([.. curve], ScorerTrainingJson.Default.ScorerEpochArray),
        });

    /// <summary>Restores the state from the file.</summary>
    /// <returns>The epochs that are done.</returns>
    /// <exception cref="GiqaException">It comes from a training with different settings or images.</exception>
    internal IReadOnlyList<ScorerEpoch> Restore(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer)
    {
        using (var file = SafetensorsFile.Open(path))
        {
            if (file.Metadata.GetValueOrDefault(Identity) != identity)
            {
                throw new GiqaException($"{path} is from a training with different settings or images: give the same ones, or omit --resume to start again");
            }
        }

        var metadata = StateOf(network, best, optimizer).Restore(path);
        return JsonSerializer.Deserialize(metadata[Curve], ScorerTrainingJson.Default.ScorerEpochArray) ?? [];
    }

    private TrainingState StateOf(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer) =>
        new TrainingState(device).Add("network", network.Layers).Add("best", best.Layers).Add("optimizer", optimizer);
}

/// <summary>The JSON parts of a checkpoint.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScorerTrainingOptions))]
[JsonSerializable(typeof(ScorerEpoch[]))]
internal sealed partial class ScorerTrainingJson : JsonSerializerContext;
