using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>A map of labels as one plane a label: 1 where it is that label, 0 elsewhere.</summary>
internal static class LabelPlanes
{
    /// <param name="labels">N x 1 x H x W, label k as k / 8.</param>
    /// <returns>N x 9 x H x W.</returns>
    internal static Tensor Of(Tensor labels)
    {
        var numbers = Tensor.From(Numbers, 1, LabelMaps.Count, 1, 1).To(labels.Device);
        return Op.Relu.Call(-Op.Absolute.Call(Op.Round.Call(labels * (LabelMaps.Count - 1)) - numbers) + 1);
    }

    /// <summary>0, 1, 2 ...</summary>
    internal static float[] Numbers => [.. Enumerable.Range(0, LabelMaps.Count).Select(label => (float)label)];
}
