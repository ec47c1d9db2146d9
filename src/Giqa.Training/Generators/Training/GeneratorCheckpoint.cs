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
    /// <exception cref="ModelFileException">It is damaged, or of another run.</exception>
    internal static long Load(string path, GeneratorPlayers players, string device) =>
        long.TryParse(State(players, device).Restore(path).GetValueOrDefault(IterationKey), NumberStyles.None, CultureInfo.InvariantCulture, out var iteration)
            ? iteration
            : throw new ModelFileException($"{path} lacks '{IterationKey}': it is no checkpoint of a generator");

    private static TrainingState State(GeneratorPlayers players, string device)
    {
        var state = new TrainingState(device)
            .Add("generator", players.Generator)
            .Add("average", players.Average)
            .Add("discriminator", players.Discriminator)
            .Add("adam-generator", players.GeneratorStep)
            .Add("adam-discriminator", players.DiscriminatorStep);
        return players.SlowStep is { } slow ? state.Add("adam-slow", slow) : state;
    }
}
