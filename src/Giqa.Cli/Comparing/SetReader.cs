using System.Numerics.Tensors;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Runs;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Comparing;

/// <summary>Reads the sets of a comparison one after another; the first decides which backbone the others must come from.</summary>
internal sealed class SetReader(Session session, InputNeeds needs)
{
    private const float SumTolerance = 0.01f;

    private readonly List<SkippedList> _skipped = [];
    private readonly List<(string Name, ImageTraits Traits)> _traits = [];
    private FeatureSet? _first;
    private string? _firstName;

    /// <summary>The run in which other processes work on the sets; null for none.</summary>
    public SharedRun? Run { get; set; }

    /// <summary>What was skipped in all sets.</summary>
    public IReadOnlyList<SkippedImage> Skipped => [.. _skipped.SelectMany(list => list.Items)];

    /// <summary>What was skipped in the set that was read last.</summary>
    public IReadOnlyList<SkippedImage> SkippedOfLast => _skipped[^1].Items;

    public int Code => _skipped.Select(list => list.Code).DefaultIfEmpty(ExitCode.Done).Max();

    public async Task<FeatureSet> ReadAsync(string specification, CancellationToken cancellationToken)
    {
        var own = needs with
        {
            Specifications = [specification],
            Decoding = ImageOptions.Adopt(needs.Decoding, _first?.Decoding),
            BackboneName = needs.BackboneName ?? _first?.BackboneName,
            Preset = needs.Preset ?? _first?.Preset,
            Fingerprint = _first?.Fingerprint,
            FingerprintOwner = _firstName,
        };
        using var inputs = OpenedInputs.Open(own, session);
        var (set, skipped) = await (Run is null
            ? FeatureCollector.CollectAsync(inputs, $"extracting {specification}", cancellationToken)
            : Run.CollectAsync(own, inputs, cancellationToken)).ConfigureAwait(false);
        _skipped.Add(skipped);
        AddTraits(specification, inputs.Images, cancellationToken);
        if (_first is null)
        {
            (_first, _firstName) = (set, $"the real set {specification}");
        }

        return set;
    }

    /// <summary>Class logits from a file.</summary>
    /// <exception cref="GiqaException">A logit is not finite, or they are probabilities.</exception>
    public static FeatureMatrix ReadLogits(string path)
    {
        var set = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? FeatureSet.FromNpy(path) : FeatureSet.Load(path);
        if (set.Items.FirstOrDefault(item => item.Fault is not null) is { } fault)
        {
            var count = set.Items.Count(item => item.Fault is not null);
            throw new GiqaException($"{path}: {Figures.Count(count)} of {Figures.Count(set.Items.Count)} rows of class logits contain NaN or infinity, the first is row {fault.Name}: write -1e4 for the logarithm of 0, and leave out rows with NaN together with their images");
        }

        return AreProbabilities(set.Matrix)
            ? throw new GiqaException($"{path} holds probabilities, not class logits: every row is above 0 and sums to 1; give their natural logarithms, or the network's output before its softmax")
            : set.Matrix;
    }

    /// <summary>How generated sets differ from the reals in preparation, which a metric may read as quality.</summary>
    public IEnumerable<string> PreparationWarnings()
    {
        return _traits is [{ } real, .. var generated]
            ? generated.SelectMany(set => set.Traits.DifferencesFrom(real.Traits).Select(difference => (set.Name, Difference: difference)))
                .Distinct()
                .GroupBy(found => found.Difference, found => found.Name, StringComparer.Ordinal)
                .Select(group => $"{string.Join(", ", group)}: {group.Key}; prepare both sets the same way, or metrics will read it as quality")
            : [];
    }

    private void AddTraits(string name, IImageSource? images, CancellationToken cancellationToken)
    {
        // Others can be compared with the reals only if those are images, and come first.
        if (images is not null && (_traits.Count > 0 || _skipped.Count == 1) && ImageTraits.Of(images, needs.Decoding, cancellationToken) is { } traits)
        {
            _traits.Add((name, traits));
        }
    }

    private static bool AreProbabilities(FeatureMatrix logits)
    {
        for (var row = 0; row < logits.Rows; row++)
        {
            var values = logits.Row(row);
            if (TensorPrimitives.Min(values) < 0f || Math.Abs(TensorPrimitives.Sum(values) - 1f) > SumTolerance)
            {
                return false;
            }
        }

        return logits.Rows > 0;
    }

    public void Tell(Session session)
    {
        foreach (var list in _skipped)
        {
            list.Tell(session);
        }
    }
}
