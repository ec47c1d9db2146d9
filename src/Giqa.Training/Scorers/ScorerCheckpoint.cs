using System.Text.Json;
using Giqa.Storage;
using Giqa.Training.Checkpoints;
using Giqa.Training.Optimization;

namespace Giqa.Training.Scorers;

/// <summary>
/// The state of a training between two epochs. Everything that chance decides is drawn anew from the seed and the epoch, so weights
/// and momenta are all that a training goes on from, to the same bits as if it had never stopped.
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

    /// <summary>Goes back to the state of the file.</summary>
    /// <returns>The epochs that are done.</returns>
    /// <exception cref="GiqaException">It is of a training with other settings or images.</exception>
    internal IReadOnlyList<ScorerEpoch> Restore(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer)
    {
        using (var file = SafetensorsFile.Open(path))
        {
            if (file.Metadata.GetValueOrDefault(Identity) != identity)
            {
                throw new GiqaException($"{path} is of a training with other settings or other images: give the same ones, or leave --resume out to begin anew");
            }
        }

        var metadata = StateOf(network, best, optimizer).Restore(path);
        return JsonSerializer.Deserialize(metadata[Curve], ScorerTrainingJson.Default.ScorerEpochArray) ?? [];
    }

    private TrainingState StateOf(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer) =>
        new TrainingState(device).Add("network", network.Layers).Add("best", best.Layers).Add("optimizer", optimizer);
}
