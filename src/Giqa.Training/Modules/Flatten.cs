using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>N x ... to N x features.</summary>
internal sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Flatten();
}
