using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Minibatch deviation (Karras et al. 2018, section 3): how much the images of a small group differ, so that samples alike are found out.</summary>
internal static class GroupSpread
{
    private const int LargestGroup = 4;
    private const double Epsilon = 1e-8;

    /// <summary>The size of groups that never mix real and generated images, of which there are a batch each.</summary>
    internal static int SizeFor(int batch) => batch % LargestGroup == 0 ? LargestGroup : batch % 2 == 0 ? 2 : 1;

    /// <summary>The features with one more channel: the mean standard deviation of the features within each group.</summary>
    internal static Tensor Append(Tensor features, int group)
    {
        using var exact = new FullPrecision();
        var (count, side) = (features.Size(0), features.Size(2));
        var groups = features.To(ElementType.Float32).Reshape(count / group, group, features.Size(1) * side * side);
        var deviation = ((groups - groups.Mean([1], keepAxes: true)).Square().Mean([1]) + Epsilon).SquareRoot().Mean([1], keepAxes: true);
        var spread = (deviation.Reshape(count / group, 1, 1, 1) * Tensor.Ones(count / group, group, side, side).To(features.Device)).Reshape(count, 1, side, side);
        return Tensor.Concatenate([features, spread], axis: 1);
    }
}
