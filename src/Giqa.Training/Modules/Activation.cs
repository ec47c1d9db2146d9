using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A function of each value.</summary>
internal sealed class Activation : Layer
{
    private readonly Func<Tensor, Tensor> _function;

    private Activation(string name, Func<Tensor, Tensor> function) => (Name, _function) = (name, function);

    /// <summary>What it is, as ONNX calls it: Relu, LeakyRelu, Tanh.</summary>
    public string Name { get; }

    /// <summary>max(x, 0).</summary>
    public static Activation Relu() => new("Relu", x => Op.Relu.Call(x));

    /// <summary>x, or slope * x where x is negative.</summary>
    public static Activation LeakyRelu(double slope = 0.2) => new("LeakyRelu", x => Op.LeakyRelu.Call(x, slope));

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh() => new("Tanh", x => Op.HyperbolicTangent.Call(x));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _function(input);
}
