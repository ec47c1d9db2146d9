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

    /// <summary>How many of its items are selected.</summary>
    public int Count { get; }

    /// <summary>Reads a <c>.safetensors</c>, <c>.npy</c> or <c>.npz</c> file or a folder of features, or several of them given with braces.</summary>
    /// <exception cref="GiqaException">A range is given for several files; each needs its own.</exception>
    public static IEnumerable<FeatureInput> Load(string text)
    {
        var specification = InputSpecification.Parse(text);
        var parts = specification.Parts();
        return parts.Count == 1 ? [Load(text, specification)]
            : specification is { From: null, To: null } ? parts.Select(part => Load(part.Path, part))
            : throw new GiqaException($"{text} gives one range for several files of features: write a range for each file that needs one");
    }

    private static FeatureInput Load(string text, InputSpecification specification)
    {
        var set = Path.GetExtension(specification.Path).ToLowerInvariant() switch
        {
            ".npy" => FeatureSet.FromNpy(specification.Path),
            ".npz" => FeatureSet.FromNpz(specification.Path, specification.Array),
            _ => FeatureSet.Load(specification.Path),
        };
        var (start, count) = specification.Resolve(set.Items.Count);
        return new FeatureInput(text, set, start, count);
    }

    /// <summary>Whether the whole file is selected.</summary>
    public bool IsWhole => Count == Set.Items.Count;

    /// <summary>The names of the selected items.</summary>
    public IEnumerable<string> Names() => Enumerable.Range(_start, Count).Select(index => Set.Items[index].Name);

    /// <summary>Some of the selected items, numbered from 0.</summary>
    public IEnumerable<ImageFeatures> Items(int start, int count) => Set.Images(_start + start, count, start);
}
