using Giqa.Features;
using Giqa.Models;

namespace Giqa.Scores;

/// <summary>Scores a feature set: one row per input, in the inputs' order.</summary>
public static class ScoreTable
{
    /// <summary>Scores every image that has features, and carries over why the others have none.</summary>
    /// <param name="model">The fitted model.</param>
    /// <param name="features">The features, of the model's backbone.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of images.</param>
    /// <exception cref="ModelFileException">The features are of another backbone.</exception>
    public static IReadOnlyList<ImageScore> Create(QualityModel model, FeatureSet features, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        model.RequireSameBackbone(features, "that scores them");
        var scores = model.Evaluate(features.Matrix, threads, cancellationToken);
        var row = 0;
        var table = new ImageScore[features.Items.Count];
        for (var i = 0; i < table.Length; i++)
        {
            var item = features.Items[i];
            table[i] = item.Fault is { } fault ? ImageScore.Skipped(item.Name, fault, item.Detail) : Describe(model, item.Name, scores, row++);
        }

        return table;
    }

    /// <summary>The row of an image that has features.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The image.</param>
    /// <param name="scores">What the model says of a batch.</param>
    /// <param name="row">The image's place in the batch.</param>
    internal static ImageScore Describe(QualityModel model, string name, ModelScores scores, int row)
    {
        var preferred = model.People?.ShareOf(scores.Qualities[row]);
        return ImageScore.Scored(name, scores.Values[row], scores.Qualities[row], scores.CopyOf[row] is >= 0 and var copy ? model.References.Names[copy] : null) with
        {
            ScoreDeviation = scores.Deviations?[row],
            Preferred = preferred?.Value,
            PreferredLow = preferred?.Low,
            PreferredHigh = preferred?.High,
        };
    }
}
