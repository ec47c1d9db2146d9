using Giqa.Storage;

namespace Giqa.Training.Generators;

/// <summary>A trained generator as plain numbers: its shape, and its tensors by name. Needs no libtorch.</summary>
/// <remarks>Immutable as long as nobody writes to the arrays; safe to share between threads.</remarks>
internal sealed class GeneratorWeights
{
    private const string Format = "giqa-generator";
    private const string IterationKey = "iteration";

    private readonly Dictionary<string, (long[] Shape, float[] Values)> _tensors;
    private readonly string _name;

    internal GeneratorWeights(GeneratorShape shape, long iteration, IEnumerable<(string Name, long[] Shape, float[] Values)> tensors, string name = "the generator")
    {
        (Shape, Iteration, _name) = (shape, iteration, name);
        _tensors = tensors.ToDictionary(tensor => tensor.Name, tensor => (tensor.Shape, tensor.Values), StringComparer.Ordinal);
    }

    /// <summary>What the tensors fit.</summary>
    public GeneratorShape Shape { get; }

    /// <summary>The training iterations behind them.</summary>
    public long Iteration { get; }

    /// <summary>Reads a weights file.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged or no generator.</exception>
    public static GeneratorWeights Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format || !long.TryParse(file.Metadata.GetValueOrDefault(IterationKey), out var iteration))
        {
            throw new ModelFileException($"{path} holds no generator; 'giqa gan train' writes them below RUN/weights");
        }

        var tensors = file.Entries.Where(entry => entry.Value.DataType == "F32")
            .Select(entry => (entry.Key, entry.Value.Shape.ToArray(), file.ReadSingle(entry.Key)));
        return new GeneratorWeights(GeneratorShape.FromMetadata(file.Metadata, path), iteration, tensors, path);
    }

    /// <summary>Writes the weights as safetensors: whole, or not at all. The same weights give the same bytes.</summary>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    public void Save(string path)
    {
        var writer = new SafetensorsWriter();
        writer.Metadata.Add("format", Format);
        writer.Metadata.Add(IterationKey, Iteration.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (key, value) in Shape.ToMetadata())
        {
            writer.Metadata.Add(key, value);
        }

        foreach (var (name, (shape, values)) in _tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            writer.Add(name, shape, values);
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Whether there is a tensor of a name.</summary>
    internal bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>A tensor's shape and values.</summary>
    /// <exception cref="ModelFileException">There is none of that name.</exception>
    internal (long[] Shape, float[] Values) Tensor(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ModelFileException($"{_name} lacks the tensor '{name}'");
}
