using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>N x ... to N x another shape with the same number of values.</summary>
/// <param name="shape">The axes after the first.</param>
internal sealed class Reshape(params long[] shape) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Reshape([input.Size(0), .. shape]);
}
