using System.Runtime.CompilerServices;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Inputs;

namespace Giqa.Cli.Inputs;

/// <summary>
/// The inputs of a verb as one numbered list: first the images in the order given, then those that came as features.
/// </summary>
internal sealed class OpenedInputs : IDisposable
{
    private readonly List<FeatureInput> _features;
    private readonly Session _session;
    private readonly FeatureCache? _cache;

    private OpenedInputs(Session session, IImageSource? images, FeatureExtractor? extractor, List<FeatureInput> features, FeatureCache? cache)
    {
        _session = session;
        Images = images;
        Extractor = extractor;
        _features = features;
        _cache = cache;
        Count = (images?.Count ?? 0) + features.Sum(input => input.Count);
    }

    /// <summary>The images; the first items of the list. Null when all inputs are features.</summary>
    public IImageSource? Images { get; }

    /// <summary>The extractor for them; null if there are no images.</summary>
    public FeatureExtractor? Extractor { get; }

    /// <summary>How many items there are, those that will be skipped included.</summary>
    public int Count { get; }

    /// <summary>The network and preprocessing of the features; null if the files do not say.</summary>
    public string? Fingerprint => Extractor?.Backbone.Fingerprint ?? _features.Select(input => input.Set.Fingerprint).FirstOrDefault(fingerprint => fingerprint is not null);

    /// <summary>The backbone's name, or null when the files do not say.</summary>
    public string? BackboneName => Extractor?.Backbone.Name ?? _features.Select(input => input.Set.BackboneName).FirstOrDefault(name => name is not null);

    /// <summary>The name of the preprocessing, or null when the files do not say.</summary>
    public string? Preset => Extractor?.Backbone.Preprocessing.Preset ?? _features.Select(input => input.Set.Preset).FirstOrDefault(preset => preset is not null);

    /// <summary>How the images were decoded, or null when the files do not say.</summary>
    public DecodeHabits? Decoding => Extractor is { } extractor
        ? DecodeHabits.Of(extractor.Backbone.Preprocessing)
        : _features.Select(input => input.Set.Decoding).FirstOrDefault(decoding => decoding is not null);

    /// <summary>All four.</summary>
    public FeatureProvenance Provenance => new(Fingerprint, BackboneName, Preset, Decoding);

    /// <summary>Opens all inputs and checks that their features are comparable.</summary>
    /// <exception cref="GiqaException">An input is missing or empty, or comes from a different backbone than required.</exception>
    public static OpenedInputs Open(InputNeeds needs, Session session)
    {
        var specifications = needs.Specifications.ToLookup(text => InputSpecification.Parse(text).IsFeatures());
        var features = specifications[true].SelectMany(FeatureInput.Load).ToList();
        IImageSource? images = null;
        FeatureExtractor? extractor = null;
        FeatureCache? cache = null;
        try
        {
            if (specifications[false].Any())
            {
                var like = features.Find(input => input.Set.BackboneName is not null)?.Set;
                var backbone = BackboneOptions.Decode(
                    needs.Network ?? (needs is { BackboneName: { } name, FingerprintOwner: { } owner }
                        ? new BackboneStore().OpenFor(owner, name, needs.Preset)
                        : new BackboneStore().Open(needs.BackboneName ?? like?.BackboneName, needs.BackboneName is null ? needs.Preset ?? like?.Preset : needs.Preset)),
                    ImageOptions.Adopt(needs.Decoding, like?.Decoding));
                Require(needs, backbone);
                images = needs.Images ?? ImageInput.Open([.. specifications[false]], needs.Decoding);
                session.TellPassedOver(images);
                extractor = new FeatureExtractor(backbone, new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = needs.Decoding });
                cache = needs.Cache.Open(session);
            }

            var opened = new OpenedInputs(session, images, extractor, features, cache);
            opened.CheckFeatures(needs);
            return opened;
        }
        catch
        {
            cache?.Dispose();
            extractor?.Dispose();
            images?.Dispose();
            throw;
        }
    }

    /// <summary>Every item in order, with progress on the terminal.</summary>
    public async IAsyncEnumerable<ImageFeatures> ReadAsync(string label, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Images is not null)
        {
            _session.Kept = () => _cache is null ? null : "the features made so far are in the cache, so the same command resumes from there";
            using var line = _session.Progress(label);
            var progress = line.As<ExtractionProgress>(p => (p.Done, p.Total, Remark(p)), p => p.FromCache);
            await foreach (var item in Extractor!.ExtractAsync(Images, _cache, progress, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }

        var index = Images?.Count ?? 0;
        foreach (var item in _features.SelectMany(input => input.Items(0, input.Count)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item with { Index = index++ };
        }
    }

    /// <summary>Some items in order, numbered from 0.</summary>
    public async IAsyncEnumerable<ImageFeatures> ReadAsync(int start, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (images, index) = (Math.Clamp((Images?.Count ?? 0) - start, 0, count), 0);
        if (images > 0)
        {
            await foreach (var item in Extractor!.ExtractAsync(new RangeSource(Images!, start, images), _cache, null, cancellationToken).ConfigureAwait(false))
            {
                yield return item with { Index = index++ };
            }
        }

        var first = Images?.Count ?? 0;
        foreach (var input in _features)
        {
            var (from, to) = (Math.Max(start, first), Math.Min(start + count, first + input.Count));
            for (var items = from < to ? input.Items(from - first, to - from).GetEnumerator() : null; items?.MoveNext() == true;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return items.Current with { Index = index++ };
            }

            first += input.Count;
        }
    }

    /// <summary>The names of all items, in order.</summary>
    public IEnumerable<string> Names() =>
        Enumerable.Range(0, Images?.Count ?? 0).Select(index => Images!.GetName(index)).Concat(_features.SelectMany(input => input.Names()));

    /// <summary>The only input, if it holds features and all of it is selected; else null.</summary>
    public FeatureSet? Only => Images is null && _features is [{ IsWhole: true } only] ? only.Set : null;

    /// <summary>The length of the feature vectors.</summary>
    /// <exception cref="GiqaException">The inputs differ in it.</exception>
    public int Columns
    {
        get
        {
            int[] columns = [.. (Extractor is { } extractor ? [extractor.Backbone.FeatureCount] : Array.Empty<int>()).Concat(_features.Select(input => input.Set.Matrix.Columns)).Distinct()];
            return columns.Length == 1 ? columns[0] : throw new GiqaException($"the inputs hold feature vectors of {columns[0]} and of {columns[1]} numbers: all must come from one backbone");
        }
    }

    public void Dispose()
    {
        _cache?.Dispose();
        Extractor?.Dispose();
        Images?.Dispose();
    }

    private static string? Remark(ExtractionProgress progress)
    {
        string[] parts =
        [
            .. progress.FromCache > 0 ? [$"{Figures.Count(progress.FromCache)} from the cache"] : Array.Empty<string>(),
            .. progress.Skipped > 0 ? [$"{Figures.Count(progress.Skipped)} skipped"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static void Require(InputNeeds needs, Backbone backbone)
    {
        if (needs.Fingerprint is { } wanted && wanted != backbone.Fingerprint)
        {
            throw new GiqaException($"{needs.FingerprintOwner} needs features of {needs.BackboneName} ({wanted[..12]}), but {backbone.Name} as set up here is {backbone.Fingerprint[..12]}: use the weights and the decode switches it was fitted with");
        }
    }

    private void CheckFeatures(InputNeeds needs)
    {
        foreach (var input in _features)
        {
            if (input.Set.Fingerprint is null)
            {
                _session.WarnOnce($"{input.Specification} does not say which backbone made it, so compatibility cannot be checked");
            }

            try
            {
                input.Set.RequireBackbone(needs.Fingerprint ?? Fingerprint, needs.BackboneName ?? BackboneName, needs.FingerprintOwner ?? "another input", needs.Preset ?? Preset);
            }
            catch (ModelFileException e)
            {
                throw new GiqaException($"{input.Specification}: {e.Message}", e);
            }
        }
    }
}

/// <summary>What a verb requires of its inputs.</summary>
internal sealed record InputNeeds
{
    /// <summary>The INPUTs as the user wrote them.</summary>
    public required IReadOnlyList<string> Specifications { get; init; }

    /// <summary>The images of the INPUTs, where they are known already; null when they are to be found.</summary>
    public IImageSource? Images { get; init; }

    /// <summary>How images are decoded.</summary>
    public required DecodeOptions Decoding { get; init; }

    /// <summary>Where features of images seen before are kept.</summary>
    public required CacheChoice Cache { get; init; }

    /// <summary>The backbone's name; null for the one named by features among the inputs, or else the default.</summary>
    public string? BackboneName { get; init; }

    /// <summary>The network of a learned model; null when backbones are looked up by name.</summary>
    public Backbone? Network { get; init; }

    /// <summary>The backbone's preset; null for its own.</summary>
    public string? Preset { get; init; }

    /// <summary>The fingerprint that features must have; null for any, as long as it is the same throughout.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What requires that fingerprint, for messages: <c>the model m.giqa</c>.</summary>
    public string? FingerprintOwner { get; init; }
}
