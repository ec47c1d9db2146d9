using System.Globalization;
using Giqa.Storage;
using Giqa.Training.Checkpoints;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;

namespace Giqa.Training.Generators;

/// <summary>Everything that a training needs to go on: three networks, their optimisers' memories, the iteration.</summary>
internal static class GeneratorCheckpoint
{
    private const string Format = "giqa-generator-checkpoint";

    /// <summary>Writes it, whole or not at all.</summary>
    internal static void Save(string path, GeneratorPlayers players, long iteration)
    {
        var writer = new SafetensorsWriter();
        writer.Metadata.Add("format", Format);
        writer.Metadata.Add("iteration", iteration.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, module) in Networks(players))
        {
            Weights.Add(writer, $"{name}.", module);
        }

        foreach (var (name, optimizer) in Optimizers(players))
        {
            writer.Metadata.Add($"{name}.steps", optimizer.Steps.ToString(CultureInfo.InvariantCulture));
            foreach (var (key, index, tensor) in StateOf(optimizer))
            {
                TensorStorage.Add(writer, $"{name}.{key}.{index}", tensor);
            }
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads it into networks of the same shape.</summary>
    /// <returns>The iterations that were done.</returns>
    /// <exception cref="ModelFileException">It is damaged, or of another run.</exception>
    internal static long Load(string path, GeneratorPlayers players)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new ModelFileException($"{path} is no checkpoint of a generator: remove it to start from the beginning");
        }

        foreach (var (name, module) in Networks(players))
        {
            Weights.Restore(file, $"{name}.", module);
        }

        foreach (var (name, optimizer) in Optimizers(players))
        {
            optimizer.Steps = Number(file, path, $"{name}.steps");
            foreach (var (key, index, tensor) in StateOf(optimizer))
            {
                TensorStorage.Restore(file, $"{name}.{key}.{index}", tensor);
            }
        }

        return Number(file, path, "iteration");
    }

    private static IEnumerable<(string Name, Module Module)> Networks(GeneratorPlayers players) =>
        [("generator", players.Generator), ("average", players.Average), ("discriminator", players.Discriminator)];

    private static IEnumerable<(string Name, Optimizer Optimizer)> Optimizers(GeneratorPlayers players)
    {
        yield return ("adam-generator", players.GeneratorStep);
        yield return ("adam-discriminator", players.DiscriminatorStep);
        if (players.SlowStep is not null)
        {
            yield return ("adam-slow", players.SlowStep);
        }
    }

    private static IEnumerable<(string Key, int Index, Torch.Tensor Tensor)> StateOf(Optimizer optimizer) =>
        optimizer.State.SelectMany(state => state.Value.Select((tensor, index) => (state.Key, index, tensor)));

    private static long Number(SafetensorsFile file, string path, string key) =>
        long.TryParse(file.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ModelFileException($"{path} lacks '{key}'");
}
