using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Images.Snapshots;

namespace Giqa.Cli.Labelling;

/// <summary>The images that a set of pairs is chosen from: the generators' by their inputs and iterations, then the real ones.</summary>
internal sealed class PairSetImages : IDisposable
{
    private const string RealSet = "real";

    private readonly int _generated;

    private PairSetImages(LabelInputs inputs, IImageSource source, int generated)
    {
        (Inputs, Source, _generated) = (inputs, source, generated);
        string[] names = [.. Enumerable.Range(0, source.Count).Select(source.GetName)];
        var origins = ImageOrigin.Of(names[..generated]);
        Images = [.. names.Select((name, i) => i < generated ? new LabelImage(name) { Set = origins[i].Set, Iteration = origins[i].Iteration } : new LabelImage(name) { Set = RealSet })];
    }

    /// <summary>The inputs as they are scored.</summary>
    public LabelInputs Inputs { get; }

    /// <summary>All images in one list.</summary>
    public IImageSource Source { get; }

    /// <summary>What is known of them; a generator is a set.</summary>
    public IReadOnlyList<LabelImage> Images { get; }

    /// <summary>Opens the inputs.</summary>
    /// <param name="given">Generators' images and scores files.</param>
    /// <param name="reals">Real images; may be none.</param>
    /// <param name="decoding">The limits.</param>
    public static PairSetImages Open(IReadOnlyList<string> given, IReadOnlyList<string> reals, DecodeOptions decoding)
    {
        var generated = LabelInputs.Parse(given);
        if (generated.Images.Count == 0)
        {
            throw new UsageException("INPUT is missing: the images of each generator");
        }

        // Opened alone, one input's names do not begin with it, which they do among several; their number is the same.
        int count;
        using (var alone = ImageInput.Open(generated.Images, decoding))
        {
            count = alone.Count;
        }

        var inputs = LabelInputs.Parse([.. given, .. reals]);
        return new PairSetImages(inputs, inputs.Open(decoding), count);
    }

    public bool IsReal(int image) => image >= _generated;

    public void Dispose() => Source.Dispose();
}
