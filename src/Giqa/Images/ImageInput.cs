using Giqa.Images.Inputs;

namespace Giqa.Images;

/// <summary>Opens images wherever they are: folders, single files, archives, lists, arrays.</summary>
public static class ImageInput
{
    /// <summary>Opens one input.</summary>
    /// <param name="specification">See <see cref="InputSpecification"/>.</param>
    /// <param name="options">Its limits hold for every image; null for the defaults.</param>
    /// <exception cref="GiqaException">The input does not exist, cannot be read, contradicts itself, or holds no images.</exception>
    public static IImageSource Open(string specification, DecodeOptions? options = null) => Open([specification], options);

    /// <summary>Opens one input including everything in a training run: also grids, sources and references.</summary>
    internal static IImageSource OpenWhole(string specification, DecodeOptions options)
    {
        var parsed = InputSpecification.Parse(specification);
        return InputKinds.Open(parsed, InputKinds.LabelOf(parsed), withLabel: false, options, wholeRun: true);
    }

    /// <summary>Opens several inputs as one list, in the order given.</summary>
    /// <param name="specifications">
    /// At least one. With more than one, each name begins with the last component of its input's path, to which
    /// <c>#2</c>, <c>#3</c> ... is added where two are equal.
    /// </param>
    /// <param name="options">Its limits hold for every image; null for the defaults.</param>
    /// <exception cref="GiqaException">An input does not exist, cannot be read, contradicts itself, or holds no images.</exception>
    public static IImageSource Open(IReadOnlyList<string> specifications, DecodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(specifications);
        options ??= new DecodeOptions();
        if (specifications.Count == 0)
        {
            throw new GiqaException($"no input was given; give at least one: {InputKinds.Kinds}");
        }

        var parsed = specifications.Select(InputSpecification.Parse).ToArray();
        var parts = Array.ConvertAll(parsed, specification => specification.Parts());
        var labels = new Queue<string>(UniqueNames.Of(parts.SelectMany(part => part).Select(InputKinds.LabelOf)));
        var withLabels = labels.Count > 1;
        var sources = new List<IImageSource>();
        try
        {
            foreach (var (specification, part) in parsed.Zip(parts))
            {
                var source = InputParts.Open(part, [.. part.Select(_ => labels.Dequeue())], withLabels, options);
                sources.Add(source);
                var (start, count) = specification.Resolve(source.Count);
                sources[^1] = count == source.Count ? source : new RangeSource(source, start, count);
            }

            return sources.Count == 1 ? sources[0] : new ConcatenatedSource([.. sources]);
        }
        catch
        {
            sources.ForEach(source => source.Dispose());
            throw;
        }
    }
}
