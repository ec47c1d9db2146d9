using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>
/// Pairs of images without people: later snapshots above much earlier ones, reals above generated images, less degraded reals above
/// more degraded ones. As many of each kind.
/// </summary>
internal sealed class TestPairs
{
    internal const string Iterations = "later above earlier";
    internal const string Reals = "real above generated";
    internal const string Degraded = "less above more degraded";

    private readonly int _apart;
    private readonly List<RgbImage> _images = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<TestPair> _pairs = [];

    private TestPairs(int apart) => _apart = apart;

    internal static IReadOnlyList<string> Groups { get; } = [Iterations, Reals, Degraded];

    internal IReadOnlyList<RgbImage> Images => _images;

    internal IReadOnlyList<TestPair> Pairs => _pairs;

    /// <summary>Draws pairs.</summary>
    /// <param name="runs">Snapshots of generators that no scorer was trained on.</param>
    /// <param name="reals">Reals that no model was fitted or trained on.</param>
    /// <param name="count">Pairs of each kind.</param>
    /// <param name="apart">Snapshots from the worse image's to the better one's, at least; a schedule grows two- to threefold from one to the next.</param>
    /// <param name="seed">What chance starts from.</param>
    internal static TestPairs Draw(IReadOnlyList<SnapshotFolder> runs, IImageSource reals, int count, int apart, ulong seed)
    {
        var pairs = new TestPairs(apart);
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            pairs.AddIterations(runs[i % runs.Count], i % runs.Count, random);
            pairs.AddReal(runs[i % runs.Count], i % runs.Count, reals, random);
            pairs.AddDegraded(reals, random);
        }

        return pairs;
    }

    private void AddIterations(SnapshotFolder run, int number, SeededRandom random)
    {
        var last = run.Iterations.Count - 1;
        var apart = Math.Min(_apart, last);
        var early = random.NextInt(last - apart + 1);
        var late = early + apart + random.NextInt(last - early - apart + 1);
        _pairs.Add(new TestPair(AddSnapshot(run, number, run.Iterations[late], random), AddSnapshot(run, number, run.Iterations[early], random), Iterations));
    }

    private void AddReal(SnapshotFolder run, int number, IImageSource reals, SeededRandom random)
    {
        var fake = AddSnapshot(run, number, run.Iterations[random.NextInt(run.Iterations.Count)], random);
        var real = random.NextInt(reals.Count);
        _pairs.Add(new TestPair(Add($"real {real}", () => Read(reals, real)), fake, Reals));
    }

    private void AddDegraded(IImageSource reals, SeededRandom random)
    {
        var real = random.NextInt(reals.Count);
        var kind = (DegradationKind)random.NextInt(Enum.GetValues<DegradationKind>().Length);
        var weaker = random.NextInt(Degradation.MaxStrength);
        var stronger = weaker + 1 + random.NextInt(Degradation.MaxStrength - weaker);
        int Degrade(int strength) => Add($"real {real} {kind} {strength}", () => strength == 0 ? Read(reals, real) : Degradation.Apply(Read(reals, real), kind, strength, (ulong)real));
        _pairs.Add(new TestPair(Degrade(weaker), Degrade(stronger), Degraded, kind));
    }

    private int AddSnapshot(SnapshotFolder run, int number, long iteration, SeededRandom random)
    {
        var first = 0;
        while (run.Images[first].Iteration != iteration)
        {
            first++;
        }

        var index = first + random.NextInt(run.Images.Count(image => image.Iteration == iteration));
        return Add($"{number} {run.Images[index].Image}", () => Read(run.Source, index));
    }

    private int Add(string key, Func<RgbImage> make)
    {
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers[key] = number = _images.Count;
            _images.Add(make());
        }

        return number;
    }

    private static RgbImage Read(IImageSource source, int index) => source.Read(index).Decode(new DecodeOptions());
}
