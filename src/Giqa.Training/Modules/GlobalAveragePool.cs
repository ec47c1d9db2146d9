using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>The mean of each channel over the whole image: N x C x H x W to N x C.</summary>
public sealed class GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Mean([2, 3]);
    }
}
