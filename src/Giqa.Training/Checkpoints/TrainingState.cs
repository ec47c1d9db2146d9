using Giqa.Storage;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Checkpoints;

/// <summary>
/// Everything that training needs to resume exactly where it was: networks, their averages, optimisers, and libtorch's random
/// numbers, in one safetensors file. On the CPU, with the same number of threads, the results are the same bit for bit as without the interruption.
/// </summary>
/// <remarks>Used on the <see cref="TrainingThread"/>. Add the same parts under the same names before <see cref="Restore"/> as before <see cref="Save"/>.</remarks>
internal sealed class TrainingState
{
    private const string Kind = "giqa-training-state";
    private const string Format = "1";

    private readonly string _device;
    private readonly Dictionary<string, Module> _modules = [];
    private readonly Dictionary<string, Optimizer> _optimizers = [];

    /// <summary>Creates it without parts.</summary>
    /// <param name="device">Where training runs; the state of its random numbers is saved, as well as the CPU's.</param>
    public TrainingState(string device = "cpu") => _device = device;

    /// <summary>Adds a network, or the average of one.</summary>
    /// <returns>This.</returns>
    public TrainingState Add(string name, Module module)
    {
        _modules.Add(name, module);
        return this;
    }

    /// <summary>Adds an optimiser.</summary>
    /// <returns>This.</returns>
    public TrainingState Add(string name, Optimizer optimizer)
    {
        _optimizers.Add(name, optimizer);
        return this;
    }

    /// <summary>Writes the state, whole or not at all.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="metadata">Texts to store, such as the iteration and the options; null for none.</param>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafetensorsWriter();
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            writer.Metadata[key] = value;
        }

        (writer.Metadata["kind"], writer.Metadata["format"]) = (Kind, Format);
        foreach (var (name, module) in _modules)
        {
            Weights.Add(writer, $"{name}.", module);
        }

        foreach (var (name, optimizer) in _optimizers)
        {
            writer.Add($"{name}.steps", [1], new[] { optimizer.Steps });
            foreach (var (key, tensor) in StateOf(name, optimizer))
            {
                TensorStorage.Add(writer, key, tensor);
            }
        }

        foreach (var device in Devices())
        {
            var random = RandomState.Save(device);
            writer.Add($"random.{device}", [random.Length], random);
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads the state into the parts.</summary>
    /// <returns>The texts that were saved with it.</returns>
    /// <exception cref="ModelFileException">The file is damaged, not such a state, or from a training with different parts.</exception>
    public IReadOnlyDictionary<string, string> Restore(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("kind") != Kind || file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new ModelFileException($"{path} is not a training state (or comes from another version of Giqa): resume from a file that 'giqa gan train' or 'giqa train' has written");
        }

        foreach (var (name, module) in _modules)
        {
            Weights.Restore(file, $"{name}.", module);
        }

        foreach (var (name, optimizer) in _optimizers)
        {
            optimizer.Steps = file.ReadInt64($"{name}.steps")[0];
            foreach (var (key, tensor) in StateOf(name, optimizer))
            {
                TensorStorage.Restore(file, key, tensor);
            }
        }

        foreach (var device in Devices())
        {
            RandomState.Restore(file.ReadBytes($"random.{device}"), device);
        }

        return file.Metadata;
    }

    private static IEnumerable<(string Key, Tensor Tensor)> StateOf(string name, Optimizer optimizer) =>
        optimizer.State.SelectMany(state => state.Value.Select((tensor, index) => ($"{name}.{state.Key}.{index}", tensor)));

    private IEnumerable<string> Devices() => _device == "cpu" ? ["cpu"] : ["cpu", _device];
}
