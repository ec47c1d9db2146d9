using Giqa.Benchmarks.Support;
using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Reals to fit on, and others to degrade.</summary>
internal sealed record TestSet(string Name, IImageSource Reals, IImageSource HeldOut) : IDisposable
{
    /// <summary>What is neither, where there is more than was asked for.</summary>
    internal IImageSource? Rest { get; private init; }

    /// <summary>Fashion-MNIST as Debian's dataset-fashion-mnist installs it.</summary>
    internal static TestSet OpenFashion(int reals, int heldOut)
    {
        const string folder = "/usr/share/datasets/fashion-mnist";
        return new TestSet(
            "Fashion-MNIST",
            ImageInput.Open($"{folder}/train-images-idx3-ubyte.gz:0..{reals}", new DecodeOptions()),
            ImageInput.Open($"{folder}/t10k-images-idx3-ubyte.gz:0..{heldOut}", new DecodeOptions()));
    }

    /// <summary>Any images: spread over the whole of them, a test image wherever the reals leave one out.</summary>
    internal static TestSet OpenFolder(string input, int reals, int heldOut)
    {
        var all = ImageInput.Open(input, new DecodeOptions());
        heldOut = Math.Min(heldOut, all.Count / 4);
        int[] tested = [.. Enumerable.Range(0, heldOut).Select(i => (int)((long)i * all.Count / heldOut))];
        var others = Enumerable.Range(0, all.Count).Except(tested).ToList();
        var fitted = Places(others, reals);
        return new TestSet("photographs", new SelectedSource(all, fitted), new SelectedSource(all, tested)) { Rest = new SelectedSource(all, [.. others.Except(fitted)]) };
    }

    /// <summary>Google's emoji of 64 pixels on white. Variants of one emoji (skin tones, families) stay on one side.</summary>
    internal static TestSet OpenEmoji(int reals, int heldOut)
    {
        var folder = Repository.Find("node_modules", "emoji-datasource-google", "img", "google", "64");
        var all = ImageInput.Open(folder, new DecodeOptions());
        var families = Enumerable.Range(0, all.Count).GroupBy(index => Path.GetFileNameWithoutExtension(all.GetName(index)).Split('-')[0]).ToList();
        var kept = families.Where((_, number) => number % 5 != 0).SelectMany(family => family).ToList();
        var others = families.Where((_, number) => number % 5 == 0).SelectMany(family => family).ToList();
        return new TestSet("emoji", Spread(all, kept, reals), Spread(all, others, heldOut));
    }

    public void Dispose()
    {
        Reals.Dispose();
        HeldOut.Dispose();
    }

    private static SelectedSource Spread(IImageSource all, List<int> indices, int count) => new(all, Places(indices, count));

    private static int[] Places(List<int> indices, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, indices.Count)).Select(i => indices[(int)((long)i * indices.Count / Math.Min(count, indices.Count))])];
}
