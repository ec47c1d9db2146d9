using System.Text.Json;
using Giqa.Storage;
using Giqa.Training.Checkpoints;
using Giqa.Training.Optimization;

namespace Giqa.Training.Scorers;

/// <summary>
/// The state of a training between two epochs. Everything that chance decides is drawn anew from the seed and the epoch, so weights
/// and momenta are all that a training goes on from, to the same bits as if it had never stopped.
/// </summary>
internal sealed class ScorerCheckpoint(string path, string identity)
{
    private const string Identity = "identity";
    private const string Curve = "curve";
    private const string Network = "network.";
    private const string Best = "best.";

    internal bool Exists => File.Exists(path);

    internal void Save(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer, IReadOnlyList<ScorerEpoch> curve)
    {
        var writer = new SafetensorsWriter();
        writer.Metadata[Identity] = identity;
        writer.Metadata[Curve] = JsonSerializer.Serialize([.. curve], ScorerTrainingJson.Default.ScorerEpochArray);
        Weights.Add(writer, Network, network.Layers);
        Weights.Add(writer, Best, best.Layers);
        foreach (var (name, tensors) in optimizer.State)
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                TensorStorage.Add(writer, $"optimizer.{name}.{i}", tensors[i]);
            }
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Goes back to the state of the file.</summary>
    /// <returns>The epochs that are done.</returns>
    /// <exception cref="GiqaException">It is of a training with other settings or images.</exception>
    internal IReadOnlyList<ScorerEpoch> Restore(ScorerNetwork network, ScorerNetwork best, Optimizer optimizer)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault(Identity) != identity)
        {
            throw new GiqaException($"{path} is of a training with other settings or other images: give the same ones, or leave --resume out to begin anew");
        }

        Weights.Restore(file, Network, network.Layers);
        Weights.Restore(file, Best, best.Layers);
        foreach (var (name, tensors) in optimizer.State)
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                TensorStorage.Restore(file, $"optimizer.{name}.{i}", tensors[i]);
            }
        }

        return JsonSerializer.Deserialize(file.Metadata[Curve], ScorerTrainingJson.Default.ScorerEpochArray) ?? [];
    }

    internal void Delete() => File.Delete(path);
}
