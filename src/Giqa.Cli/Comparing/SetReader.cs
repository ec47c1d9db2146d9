using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;

namespace Giqa.Cli.Comparing;

/// <summary>Reads the sets of a comparison one after another; the first decides which backbone the others must be of.</summary>
internal sealed class SetReader(Session session, InputNeeds needs)
{
    private readonly List<SkippedList> _skipped = [];
    private FeatureSet? _first;
    private string? _firstName;

    /// <summary>What was skipped in all sets.</summary>
    public IReadOnlyList<SkippedImage> Skipped => [.. _skipped.SelectMany(list => list.Items)];

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
        var (set, skipped) = await FeatureCollector.CollectAsync(inputs, $"extracting {specification}", cancellationToken).ConfigureAwait(false);
        _skipped.Add(skipped);
        if (_first is null)
        {
            (_first, _firstName) = (set, $"the real set {specification}");
        }

        return set;
    }

    /// <summary>Class logits from a file.</summary>
    public static FeatureMatrix ReadLogits(string path) =>
        (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? FeatureSet.FromNpy(path) : FeatureSet.Load(path)).Matrix;

    public void Tell(Session session)
    {
        foreach (var list in _skipped)
        {
            list.Tell(session);
        }
    }
}
