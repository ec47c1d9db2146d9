using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Inputs;

/// <summary>An input that holds features, or a range of it.</summary>
internal sealed class FeatureInput
{
    private readonly int _start;

    private FeatureInput(string specification, FeatureSet set, int start, int count)
    {
        Specification = specification;
        Set = set;
        _start = start;
        Count = count;
    }

    /// <summary>The INPUT as the user wrote it.</summary>
    public string Specification { get; }

    /// <summary>The whole file.</summary>
    public FeatureSet Set { get; }

    /// <summary>How many of its items are meant.</summary>
    public int Count { get; }

    /// <summary>Reads a <c>.safetensors</c>, <c>.npy</c> or <c>.npz</c> file.</summary>
    public static FeatureInput Load(string text)
    {
        var specification = InputSpecification.Parse(text);
        var set = Path.GetExtension(specification.Path).ToLowerInvariant() switch
        {
            ".npy" => FeatureSet.FromNpy(specification.Path),
            ".npz" => FeatureSet.FromNpz(specification.Path, specification.Array),
            _ => FeatureSet.Load(specification.Path),
        };
        var (start, count) = specification.Resolve(set.Items.Count);
        return new FeatureInput(text, set, start, count);
    }

    /// <summary>The items that are meant, numbered from 0.</summary>
    public IEnumerable<ImageFeatures> Items() => Set.Images(_start, Count);
}
