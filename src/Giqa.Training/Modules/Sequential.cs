using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Layers one behind the other, named by their numbers as in <c>torch.nn.Sequential</c>.</summary>
public sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Creates it.</summary>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        for (var i = 0; i < layers.Length; i++)
        {
            _ = AddChild($"{i}", layers[i]);
        }
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var output = input;
        foreach (var layer in _layers)
        {
            output = layer.Forward(output);
        }

        return output;
    }
}
