namespace Giqa.Features.Checkpoints;

/// <summary>The names that a PyTorch file of tensors uses, and nothing else: dictionaries, storages, and tensors built on them.</summary>
internal sealed class TorchWorld : IPickleWorld
{
    private const long MaximumValues = 1L << 31;

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that the pickle referred to, by key.</summary>
    internal IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <inheritdoc/>
    public object Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => new PickleFunction(_ => new Dictionary<object, object?>()),
        ("torch._utils", "_rebuild_tensor_v2" or "_rebuild_tensor") => new PickleFunction(Tensor),
        ("torch._utils", "_rebuild_parameter") => new PickleFunction(arguments => arguments[0]),
        ("torch", _) when TorchStorage.IsKnown(name) => name,
        ("torch", "Size") => new PickleFunction(arguments => arguments[0]),
        _ => throw new ModelFileException($"its pickle requests {module}.{name}, which a file of tensors does not need: refused, nothing was run"),
    };

    /// <inheritdoc/>
    public object Load(object?[] reference)
    {
        if (reference is not ["storage", string kind, string key, _, long count, ..] || count is < 0 or > MaximumValues)
        {
            throw new ModelFileException("its pickle refers to something that is not a storage of tensors: refused");
        }

        if (!_storages.TryGetValue(key, out var storage))
        {
            _storages[key] = storage = new TorchStorage(kind, key, count);
        }

        return storage;
    }

    private static PendingTensor Tensor(object?[] arguments) => new(
        (TorchStorage)arguments[0]!,
        (long)arguments[1]!,
        Array.ConvertAll((object?[])arguments[2]!, axis => checked((int)(long)axis!)),
        Array.ConvertAll((object?[])arguments[3]!, stride => (long)stride!));
}
