using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary>
/// <c>giqa compare --all-conventions</c>: the same images through every tool's complete recipe. Sets that two tools prepare alike
/// are extracted once.
/// </summary>
internal sealed class ConventionComparison(string? backboneName, DecodeOptions limits, CacheChoice cache, ulong seed, Session session)
{
    private const string FidNetwork = "inception-fid";

    private readonly BackboneStore _store = new();
    private readonly Dictionary<string, IReadOnlyList<FeatureSet>> _prepared = [];

    /// <summary>Extracts every set in every way, and measures it.</summary>
    /// <param name="real">The real images.</param>
    /// <param name="generated">The generated sets' images.</param>
    /// <param name="metrics">FID, KID or both.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="UsageException">An input holds features, which are prepared already.</exception>
    public async Task<(ConventionDocument Document, SkippedList Skipped)> RunAsync(
        string real, IReadOnlyList<string> generated, ComparisonMetrics metrics, CancellationToken cancellationToken)
    {
        string[] inputs = [real, .. generated];
        if (Array.Find(inputs, input => InputSpecification.Parse(input).IsFeatures() || FeatureStatistics.IsStatistics(input)) is { } features)
        {
            throw new UsageException($"--all-conventions prepares images in every tool's way, but {features} holds features: give the images themselves");
        }

        var name = backboneName ?? _store.DefaultName;
        var rows = new List<ConventionRow>();
        foreach (var convention in FidConvention.All)
        {
            var backbone = Open(name, convention);
            var sets = await PrepareAsync(backbone, inputs, cancellationToken).ConfigureAwait(false);
            rows.Add(Measure(convention, backbone, generated, sets, metrics, rows.Count > 0 ? rows[0] : null, cancellationToken));
        }

        var first = _prepared.Values.First();
        var skipped = new SkippedList();
        foreach (var (item, index) in first.SelectMany(set => set.Items).Select((item, index) => (item, index)))
        {
            skipped.See(new ImageFeatures(index, item.Name, null, item.Fault, item.Detail));
        }

        int[] counts = [.. first.Select(set => set.Matrix.Rows)];
        return (new ConventionDocument(rows, real, name, name == FidNetwork, seed, counts, Warnings(name, counts, first[0].Matrix.Columns), skipped.Items), skipped);
    }

    /// <summary>The network with a tool's preparation; on a network other than the FID one, only its resizing and decoding.</summary>
    private Backbone Open(string name, FidConvention convention)
    {
        if (name == FidNetwork)
        {
            return _store.Open(name, convention.Preset.Name);
        }

        var (backbone, tool) = (_store.Open(name), convention.Preset.Preprocessing);
        return backbone.WithPreprocessing(backbone.Preprocessing with
        {
            Preset = $"{tool.Preset} (resize and decode)",
            Resize = tool.Resize,
            Alpha = tool.Alpha,
            ApplyOrientation = tool.ApplyOrientation,
        });
    }

    private async Task<IReadOnlyList<FeatureSet>> PrepareAsync(Backbone backbone, string[] inputs, CancellationToken cancellationToken)
    {
        if (_prepared.TryGetValue(backbone.Fingerprint, out var known))
        {
            return known;
        }

        var sets = new List<FeatureSet>();
        using var extractor = new FeatureExtractor(backbone, new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = limits });
        using var features = cache.Open(session);
        foreach (var input in inputs)
        {
            using var source = ImageInput.Open([input], limits);
            using var line = session.Progress($"{backbone.Preprocessing.Preset}: extracting {input}");
            var progress = line.As<ExtractionProgress>(p => (p.Done, p.Total, null));
            var set = await FeatureSet.ExtractAsync(extractor, source, features, progress, cancellationToken).ConfigureAwait(false);
            RequireImages(input, set);
            sets.Add(set);
        }

        return _prepared[backbone.Fingerprint] = sets;
    }

    private static void RequireImages(string input, FeatureSet set)
    {
        if (set.Matrix.Rows < 2)
        {
            var skipped = set.Items.FirstOrDefault(item => item.Fault is not null);
            throw new GiqaException($"{input}: {set.Matrix.Rows} of {set.Items.Count} inputs can be used, and a distance needs at least 2{(skipped is null ? "" : $"; the first that was skipped is {skipped.Name}: {skipped.Detail}")}");
        }
    }

    private ConventionRow Measure(
        FidConvention convention,
        Backbone backbone,
        IReadOnlyList<string> generated,
        IReadOnlyList<FeatureSet> sets,
        ComparisonMetrics metrics,
        ConventionRow? first,
        CancellationToken cancellationToken)
    {
        var withKernel = metrics.HasFlag(ComparisonMetrics.Kernel);
        var entries = generated.Select((input, i) =>
        {
            var figures = convention.Measure(sets[0].Matrix, sets[i + 1].Matrix, withKernel, seed, session.Threads, cancellationToken);
            return new ConventionEntry(input, figures.Fid, figures.Fid - (first?.Results[i].Fid ?? figures.Fid), figures.KidMean, figures.KidStd);
        });
        var reference = FidConvention.All[0];
        return new ConventionRow(
            convention.Name,
            convention.Preset.Explanation,
            CompareSettings.NameOf(convention.Divisor),
            [.. entries],
            convention.CausesAgainst(backbone.Preprocessing, reference, Open(backbone.Name, reference).Preprocessing))
        {
            KidRows = withKernel ? convention.KernelNote : null,
        };
    }

    private static List<string> Warnings(string name, int[] counts, int dimensions)
    {
        var warnings = new List<string>();
        if (name != FidNetwork)
        {
            warnings.Add($"these are Fréchet distances on {name}, which cannot be compared with any published FID: they show the effect of resizing, decoding and the divisor on these images, without the tools' scaling. For the tools' own figures install the FID network with 'giqa models pull {FidNetwork}'");
        }

        if (counts.Min() <= dimensions)
        {
            warnings.Add($"{counts.Min()} images do not outnumber the {dimensions} feature dimensions, so every figure is mostly bias; the gaps between conventions still show");
        }

        return warnings;
    }
}

/// <summary>What <c>giqa compare --all-conventions --json</c> prints.</summary>
/// <param name="Conventions">One row per convention; the others are compared with the first.</param>
/// <param name="Real">The real set.</param>
/// <param name="Backbone">The network.</param>
/// <param name="IsFidNetwork">Whether that is the network that FID is defined on, so that the figures are the tools' own.</param>
/// <param name="Seed">Of KID's rows, where a tool has no seed of its own.</param>
/// <param name="Counts">Images with features per set, the real one first.</param>
/// <param name="Warnings">What a reader should know.</param>
/// <param name="Skipped">Inputs without features, and why.</param>
internal sealed record ConventionDocument(
    IReadOnlyList<ConventionRow> Conventions,
    string Real,
    string Backbone,
    bool IsFidNetwork,
    ulong Seed,
    IReadOnlyList<int> Counts,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedImage> Skipped);

/// <summary>One convention's figures of one generated set.</summary>
/// <param name="Input">The set.</param>
/// <param name="Fid">The Fréchet distance; FID on the FID network; on another it is not comparable with anything published.</param>
/// <param name="Gap">That minus the first convention's.</param>
/// <param name="KidMean">KID's mean, where the tool has one.</param>
/// <param name="KidStd">Its deviation over subsets, where the tool gives it.</param>
internal sealed record ConventionEntry(string Input, double Fid, double Gap, double? KidMean, double? KidStd);

/// <summary>One convention in the table.</summary>
/// <param name="Convention">Its name.</param>
/// <param name="Explanation">How it prepares images.</param>
/// <param name="CovarianceDivisor">What covariances are divided by.</param>
/// <param name="Results">Its figures, one entry per INPUT.</param>
/// <param name="Causes">Why they differ from the first row's; empty where the recipe is the same.</param>
internal sealed record ConventionRow(
    string Convention, string Explanation, string CovarianceDivisor, IReadOnlyList<ConventionEntry> Results, IReadOnlyList<string> Causes)
{
    /// <summary>How KID's rows are drawn; null where there is no KID.</summary>
    public string? KidRows { get; init; }
}
