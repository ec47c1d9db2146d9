using Giqa.Features;
using Giqa.Scores;

namespace Giqa.Metrics;

/// <summary>Adds to scores what the real images say about each image beyond its score: realism, rarity, authenticity, influence on FID.</summary>
/// <remarks>
/// Computed on the backbone's raw features, without a model's standardisation or PCA: as in <see cref="Comparison"/>.
/// </remarks>
internal static class ScoreExtras
{
    /// <summary>Adds columns to a table of scores.</summary>
    /// <param name="scores">One row per item of <paramref name="generated"/>, in its order.</param>
    /// <param name="generated">The scored images' features.</param>
    /// <param name="real">The real images' features, of the same backbone.</param>
    /// <param name="columns">What is wanted.</param>
    /// <param name="threads">How many threads; 0 takes one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per tile of distances and per block of rows.</param>
    /// <returns>The same rows with <see cref="ImageScore.Extras"/>; a skipped image has none of the values.</returns>
    /// <exception cref="ModelFileException">The features are of different backbones.</exception>
    /// <exception cref="GiqaException">
    /// There are too few images: realism, rarity and authenticity need more than 3 reals, the influence more images than
    /// dimensions in both sets.
    /// </exception>
    public static IReadOnlyList<ImageScore> Attach(
        IReadOnlyList<ImageScore> scores,
        FeatureSet generated,
        FeatureSet real,
        ExtraColumns columns,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Count, generated.Items.Count, nameof(scores));
        generated.RequireBackbone(real.Fingerprint, real.BackboneName, "the real set", real.Preset);
        var isEmpty = generated.Matrix.Rows == 0;
        var influences = isEmpty || !columns.HasFlag(ExtraColumns.Influence)
            ? null
            : FrechetInfluence.Compute(real.Matrix, generated.Matrix, threads, cancellationToken).Generated;
        var measures = isEmpty || (columns & ~ExtraColumns.Influence) == 0
            ? null
            : ImageMeasures.Compute(real.Matrix, generated.Matrix, threads: threads, cancellationToken: cancellationToken);
        var (row, table) = (0, new ImageScore[scores.Count]);
        for (var i = 0; i < table.Length; i++)
        {
            var at = generated.Items[i].Fault is null ? row++ : -1;
            table[i] = scores[i] with { Extras = Of(columns, at < 0 ? null : measures?[at], at < 0 ? null : influences?[at]) };
        }

        return table;
    }

    private static ImageExtras Of(ExtraColumns columns, ImageMeasure? measure, double? influence) => new()
    {
        Columns = columns,
        Realism = columns.HasFlag(ExtraColumns.Realism) ? measure?.Realism : null,
        Rarity = columns.HasFlag(ExtraColumns.Rarity) ? measure?.Rarity : null,
        IsAuthentic = columns.HasFlag(ExtraColumns.Authenticity) ? measure?.IsAuthentic : null,
        Influence = influence,
    };
}
