using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A module that turns one tensor into another.</summary>
internal abstract class Layer : Module
{
    /// <summary>Computes the output; images are N x C x H x W throughout.</summary>
    public abstract Tensor Forward(Tensor input);
}
