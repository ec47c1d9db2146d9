using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Layers in sequence, named by their numbers as in <c>torch.nn.Sequential</c>.</summary>
internal sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Creates it.</summary>
    public Sequential(params Layer[] layers)
    {
        _layers = [.. layers];
        for (var i = 0; i < layers.Length; i++)
        {
            _ = AddChild($"{i}", layers[i]);
        }
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    /// <remarks>
    /// Intermediate results are released at once: the backward pass keeps what it needs, and frees it on its
    /// way, so that gradients find memory that was in use a moment ago instead of new pages.
    /// </remarks>
    public override Tensor Forward(Tensor input)
    {
        var (output, isOurs) = (input, false);
        foreach (var layer in _layers)
        {
            using var scope = new TensorScope();
            var next = layer.Forward(output);
            if (next == output)
            {
                continue;
            }

            if (isOurs)
            {
                output.Dispose();
            }

            isOurs = next.Scope == scope;
            output = scope.Keep(next);
        }

        return output;
    }
}
