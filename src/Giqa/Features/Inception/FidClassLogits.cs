using Giqa.Features.Checkpoints;
using Giqa.Numerics;

namespace Giqa.Features.Inception;

/// <summary>
/// The class logits of <c>inception-fid</c>, which the Inception Score is defined on: its last layer, applied to features
/// that are there already. The bias is left out, as in the published score.
/// </summary>
internal static class FidClassLogits
{
    private const string Weight = "fc.weight";
    private const int BlockRows = 256;

    /// <summary>The logits, one row of 1008 per feature row.</summary>
    /// <param name="features">Features of <c>inception-fid</c>.</param>
    /// <param name="store">Where its weights are installed.</param>
    /// <returns>Null if the features come from another backbone, or the weights are not installed.</returns>
    public static FeatureMatrix? TryCompute(FeatureSet features, BackboneStore store) =>
        features.BackboneName == FidBackbone.Name && FidBackbone.Pulled.IsInstalled(store.Folder)
            ? Multiply(features.Matrix, TorchCheckpoint.Read(FidBackbone.Pulled.PathIn(store.Folder))[Weight])
            : null;

    internal static unsafe FeatureMatrix Multiply(FeatureMatrix features, TorchTensor weight)
    {
        var classes = weight.Shape[0];
        var logits = new float[checked(features.Rows * classes)];
        LinearAlgebra.Current.UseOneThread();
        fixed (float* source = features.Values, matrix = weight.Values, target = logits)
        {
            for (var first = 0; first < features.Rows; first += BlockRows)
            {
                LinearAlgebra.Current.MultiplySingle(
                    Transposed.No,
                    Transposed.Yes,
                    Math.Min(BlockRows, features.Rows - first),
                    classes,
                    features.Columns,
                    1f,
                    source + ((long)first * features.Columns),
                    features.Columns,
                    matrix,
                    features.Columns,
                    0f,
                    target + ((long)first * classes),
                    classes);
            }
        }

        return new FeatureMatrix(features.Rows, classes, logits);
    }
}
