using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>The features of a set of inputs, with the names of all of them and the backbone that made them.</summary>
/// <remarks>Safe to share between threads as long as the matrix is not written to.</remarks>
public sealed class FeatureSet
{
    /// <summary>Combines features and their provenance.</summary>
    /// <param name="matrix">One row for each item without a fault, in the items' order.</param>
    /// <param name="items">All inputs.</param>
    /// <param name="fingerprint">The backbone's fingerprint, or null if unknown.</param>
    /// <param name="backboneName">The backbone's name, or null if unknown.</param>
    /// <exception cref="ArgumentException">Rows and items without a fault differ in number.</exception>
    public FeatureSet(FeatureMatrix matrix, IReadOnlyList<FeatureItem> items, string? fingerprint, string? backboneName)
        : this(matrix, items, new FeatureProvenance(fingerprint, backboneName, null, null))
    {
    }

    internal FeatureSet(FeatureMatrix matrix, IReadOnlyList<FeatureItem> items, FeatureProvenance origin)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(items);
        var sound = FeatureItems.CountSound(items);
        if (sound != matrix.Rows)
        {
            throw new ArgumentException($"{sound} items are without a fault, but there are {matrix.Rows} rows of features", nameof(items));
        }

        (Matrix, Items, Provenance) = (matrix, items, origin);
    }

    /// <summary>The feature vectors of the items without a fault, in their order.</summary>
    public FeatureMatrix Matrix { get; }

    /// <summary>All inputs, in order.</summary>
    public IReadOnlyList<FeatureItem> Items { get; }

    /// <summary>The backbone's fingerprint; null if the features came without one, such as from an <c>.npy</c> file.</summary>
    public string? Fingerprint => Provenance.Fingerprint;

    /// <summary>The backbone's name; null if unknown.</summary>
    public string? BackboneName => Provenance.BackboneName;

    /// <summary>The name of the preprocessing.</summary>
    /// <value>Default null: not known.</value>
    public string? Preset { get => Provenance.Preset; init => Provenance = Provenance with { Preset = value }; }

    /// <summary>How the images were decoded; null if unknown.</summary>
    internal DecodeHabits? Decoding => Provenance.Decoding;

    /// <summary>Where the features come from.</summary>
    internal FeatureProvenance Provenance { get; init; }

    /// <summary>Extracts a whole source.</summary>
    /// <param name="extractor">The extractor.</param>
    /// <param name="source">The images.</param>
    /// <param name="cache">As in <see cref="FeatureExtractor.ExtractAsync"/>.</param>
    /// <param name="progress">As in <see cref="FeatureExtractor.ExtractAsync"/>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<FeatureSet> ExtractAsync(
        FeatureExtractor extractor,
        IImageSource source,
        FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        return await CollectAsync(extractor.ExtractAsync(source, cache, progress, cancellationToken), extractor.Backbone.FeatureCount, FeatureProvenance.Of(extractor.Backbone)).ConfigureAwait(false);
    }

    /// <summary>Gathers images with their features.</summary>
    /// <param name="images">The images.</param>
    /// <param name="columns">The length of their vectors.</param>
    /// <param name="origin">Where the features come from.</param>
    internal static async Task<FeatureSet> CollectAsync(IAsyncEnumerable<ImageFeatures> images, int columns, FeatureProvenance origin)
    {
        var (items, rows) = (new List<FeatureItem>(), new List<float[]>());
        await foreach (var item in images.ConfigureAwait(false))
        {
            items.Add(new FeatureItem(item.Name, item.Fault, item.Detail));
            if (item.Values is not null)
            {
                rows.Add(item.Values);
            }
        }

        return new FeatureSet(rows.Count > 0 ? FeatureMatrix.Of(rows) : new FeatureMatrix(0, columns, []), items, origin);
    }

    /// <summary>Reads a feature file, or opens a folder of features, which are then read in place as needed.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, not finished, or does not hold features.</exception>
    public static FeatureSet Load(string path) => FeatureFolder.IsFolder(path) ? FeatureFolder.Load(path) : FeatureFile.Load(path);

    /// <summary>Reads features from an <c>.npy</c> array of floats, N x D; the items are named by their row numbers, from 0.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, or of another shape or type.</exception>
    public static FeatureSet FromNpy(string path) => FromArray(path, null);

    /// <summary>Reads features from an array of floats, N x D, in an <c>.npz</c> file; the items are named by their row numbers, from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array's name; null for the one whose name says that it holds features (<c>features</c>, <c>reps</c>, <c>arr_0</c> ...), or the only one that can.</param>
    /// <exception cref="ModelFileException">It is missing, damaged, or of another shape or type.</exception>
    public static FeatureSet FromNpz(string path, string? array = null) => FromArray(path, array);

    private static FeatureSet FromArray(string path, string? array)
    {
        using var rows = NpyRows.Open(path, array);
        var builder = new FeatureMatrixBuilder(rows.Columns, rows.Count);
        var items = new FeatureItem[rows.Count];
        var values = new float[rows.Columns];
        for (var row = 0; row < items.Length; row++)
        {
            rows.Read(values);
            items[row] = builder.TryAddFinite(values) ? new FeatureItem($"{row}") : FeatureItem.NonFinite($"{row}");
        }

        return new FeatureSet(builder.ToMatrix(), items, null, null);
    }

    /// <summary>Some neighbouring items with copies of their vectors, numbered from a number on.</summary>
    internal IEnumerable<ImageFeatures> Images(int start, int count, int firstNumber = 0)
    {
        var row = FeatureItems.SoundBefore(Items, start);
        for (var i = 0; i < count; i++)
        {
            var (name, fault, detail) = Items[start + i];
            yield return new ImageFeatures(firstNumber + i, name, fault is null ? Matrix.Row(row++).ToArray() : null, fault, detail);
        }
    }

    /// <summary>Writes a feature file: whole, or not at all.</summary>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public void Save(string path) => FeatureFile.Save(this, path);

    /// <summary>Makes sure that these features are comparable with those of a model or another set.</summary>
    /// <param name="fingerprint">The other's fingerprint; null passes, because nothing is known about it.</param>
    /// <param name="backboneName">The other's backbone.</param>
    /// <param name="what">The other's description in the error: <c>the model faces.giqa</c>.</param>
    /// <param name="preset">The other's preset, for the error.</param>
    /// <exception cref="ModelFileException">They come from different backbones; the message names both.</exception>
    public void RequireBackbone(string? fingerprint, string? backboneName, string what, string? preset = null)
    {
        if (fingerprint is not null && Fingerprint is not null && fingerprint != Fingerprint)
        {
            throw new ModelFileException($"the features are of {Describe(BackboneName, Preset, Fingerprint)}, but {what} needs {Describe(backboneName, preset, fingerprint)}; extract again with that backbone{(Preset is not null && preset is not null && Preset != preset ? " and preset" : "")}");
        }
    }

    private static string Describe(string? name, string? preset, string fingerprint) =>
        $"{name ?? "an unnamed backbone"}{(preset is null or Preprocessing.DefaultPreset ? "" : $", preset {preset}")} ({fingerprint[..Math.Min(12, fingerprint.Length)]})";
}

/// <summary>One input of a feature set.</summary>
/// <param name="Name">Its name, unique within its source.</param>
/// <param name="Fault">Why it has no features; null when it has.</param>
/// <param name="Detail">One line on the fault.</param>
public sealed record FeatureItem(string Name, ImageFault? Fault = null, string? Detail = null)
{
    /// <summary>An item whose vector holds a NaN or an infinity.</summary>
    internal static FeatureItem NonFinite(string name) => new(name, ImageFault.Corrupt, "the row holds a value that is not a finite float32");
}
