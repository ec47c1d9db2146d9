using System.Globalization;
using Giqa.Training.Checkpoints;

namespace Giqa.Training.Generators;

/// <summary>Everything that a training needs to go on: three networks, their optimisers' memories, the iteration.</summary>
internal static class GeneratorCheckpoint
{
    private const string IterationKey = "iteration";

    /// <summary>Writes it, whole or not at all.</summary>
    internal static void Save(string path, GeneratorPlayers players, string device, long iteration) =>
        State(players, device).Save(path, new Dictionary<string, string> { [IterationKey] = iteration.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Reads it into networks of the same shape.</summary>
    /// <returns>The iterations that were done.</returns>
    /// <exception cref="ModelFileException">It is damaged, of another run, or of a version whose networks were others.</exception>
    internal static long Load(string path, GeneratorPlayers players, string device)
    {
        try
        {
            return long.TryParse(State(players, device).Restore(path).GetValueOrDefault(IterationKey), NumberStyles.None, CultureInfo.InvariantCulture, out var iteration)
                ? iteration
                : throw new ModelFileException($"it lacks '{IterationKey}'");
        }
        catch (ModelFileException e)
        {
            throw new ModelFileException($"cannot resume from {path}, which is damaged or of a version with other networks: {e.Message}; what the run has kept can still be sampled and exported, start a new one to train further", e);
        }
    }

    private static TrainingState State(GeneratorPlayers players, string device)
    {
        var state = new TrainingState(device)
            .Add("generator", players.Generator)
            .Add("average", players.Average)
            .Add("discriminator", players.Discriminator)
            .Add("adam-discriminator", players.DiscriminatorStep);
        Array.ForEach(players.GeneratorSteps, group => state.Add($"adam-{group.Name}", group.Step));
        return state;
    }
}
