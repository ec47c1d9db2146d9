using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A function of each value.</summary>
internal sealed class Activation : Layer
{
    private readonly Func<Tensor, Tensor> _function;

    private Activation(string name, Func<Tensor, Tensor> function) => (Name, _function) = (name, function);

    /// <summary>What it is, as ONNX calls it: Relu, LeakyRelu, Tanh, Sigmoid, Softplus.</summary>
    public string Name { get; }

    /// <summary>The slope for negative values of a leaky ReLU; 0 otherwise.</summary>
    public double Slope { get; private init; }

    /// <summary>max(x, 0).</summary>
    public static Activation Relu() => new("Relu", x => Op.Relu.Call(x));

    /// <summary>x, or slope * x where x is negative.</summary>
    public static Activation LeakyRelu(double slope = 0.2) => new("LeakyRelu", x => Op.LeakyRelu.Call(x, slope)) { Slope = slope };

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh() => new("Tanh", x => Op.HyperbolicTangent.Call(x));

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Activation Sigmoid() => new("Sigmoid", x => Op.Sigmoid.Call(x));

    /// <summary>log(1 + exp(x)).</summary>
    public static Activation Softplus() => new("Softplus", x => Op.Softplus.Call(x));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _function(input);
}
