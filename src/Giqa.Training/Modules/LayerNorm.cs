using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Each item normalised over its last axes, then scaled and shifted, as <c>torch.nn.LayerNorm</c>.</summary>
public sealed class LayerNorm : Layer
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    /// <summary>Creates it with scale 1 and shift 0.</summary>
    /// <param name="shape">The lengths of the last axes: the features of a vector, or C, H, W of an image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long[] shape, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (_shape, _epsilon) = ([.. shape], epsilon);
        Weight = AddParameter("weight", Initializer.Constant(1, _shape));
        Bias = AddParameter("bias", Initializer.Constant(0, _shape));
    }

    /// <summary>The scale of each value.</summary>
    public Tensor Weight { get; }

    /// <summary>The shift of each value.</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.LayerNorm.Call(input, _shape, Weight, Bias, _epsilon);
}
