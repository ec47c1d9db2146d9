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
            table[i] = item.Fault is { } fault ? ImageScore.Skipped(item.Name, fault, item.Detail) : model.Describe(item.Name, scores, row++);
        }

        return table;
    }
}
