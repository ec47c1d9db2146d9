using System.Runtime.CompilerServices;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Scores;

/// <summary>Turns features into rows of scores, for the library, the command line, the live page and the service.</summary>
internal static class ModelRows
{
    /// <summary>How many images that arrive one after another are scored together.</summary>
    internal const int GroupSize = 128;

    /// <summary>Scores the images that have features, and carries over why the others have none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Images, by the model's backbone.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of images.</param>
    /// <returns>One row per image, in their order.</returns>
    /// <exception cref="GiqaException">The features have another length than the model's.</exception>
    internal static ImageScore[] ScoreImages(this QualityModel model, IReadOnlyList<ImageFeatures> images, int threads, CancellationToken cancellationToken = default)
    {
        float[][] sound = [.. images.Select(image => image.Values).OfType<float[]>()];
        var scores = model.Evaluate(sound.Length > 0 ? FeatureMatrix.Of(sound) : new FeatureMatrix(0, model.FeatureCount, []), threads, cancellationToken);
        var row = 0;
        return [.. images.Select(image => image.Values is null ? ImageScore.Skipped(image.Name, image.Fault!.Value, image.Detail) : Describe(model, image.Name, scores, row++))];
    }

    /// <summary>Scores images as their features arrive, in groups.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Images with the features of the model's backbone, or the reason why they have none.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One row per image, in their order.</returns>
    /// <exception cref="GiqaException">The features have another length than the model's.</exception>
    internal static async IAsyncEnumerable<ImageScore> ScoreImagesAsync(this QualityModel model, IAsyncEnumerable<ImageFeatures> images, int threads, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var group in images.Chunk(GroupSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var score in model.ScoreImages(group, threads, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return score;
            }
        }
    }

    private static ImageScore Describe(QualityModel model, string name, ModelScores scores, int row)
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
