using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Starting values of parameters, drawn from libtorch's random numbers as PyTorch's <c>torch.nn.init</c> draws them.</summary>
internal static class Initializer
{
    /// <summary>A new tensor, uniform in [-1, 1) / sqrt(fan-in): PyTorch's default for convolutions and linear layers (Kaiming with slope sqrt 5).</summary>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="fanIn">How many inputs are summed for one output.</param>
    public static Tensor LayerDefault(long[] shape, long fanIn)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        var bound = Math.Sqrt(3) * (Math.Sqrt(2.0 / (1 + 5)) / Math.Sqrt(fanIn));
        return Filled(shape, tensor => FillUniform(tensor, bound));
    }

    /// <summary>A new tensor, uniform in [-1, 1) / sqrt(fan-in): PyTorch's default for the biases of these layers.</summary>
    public static Tensor BiasDefault(long length, long fanIn)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        return Filled([length], tensor => FillUniform(tensor, 1 / Math.Sqrt(fanIn)));
    }

    /// <summary>Overwrites with normal numbers.</summary>
    public static void FillNormal(Tensor tensor, double standardDeviation, double mean = 0)
    {
        using var noGrad = new NoGrad();
        Op.FillNormal.Run(tensor, mean, standardDeviation);
    }

    /// <summary>Overwrites with numbers uniform in [-bound, bound).</summary>
    public static void FillUniform(Tensor tensor, double bound)
    {
        using var noGrad = new NoGrad();
        Op.FillUniform.Run(tensor, -bound, bound);
    }

    /// <summary>Overwrites with one number.</summary>
    public static void FillConstant(Tensor tensor, double value)
    {
        using var noGrad = new NoGrad();
        Op.FillWith.Run(tensor, value);
    }

    /// <summary>Kaiming (He et al. 2015): normal with standard deviation sqrt(2 / (1 + slope^2)) / sqrt(fan-in).</summary>
    /// <param name="weight">The weight of a convolution or linear layer.</param>
    /// <param name="slope">The negative slope of the leaky ReLU after it; 0 for a ReLU.</param>
    public static void FillKaimingNormal(Tensor weight, double slope = 0) =>
        FillNormal(weight, Gain(slope) / Math.Sqrt(FanIn(weight)));

    internal static Tensor Constant(double value, params long[] shape)
    {
        using var noGrad = new NoGrad();
        return value == 0 ? Tensor.Zeros(shape) : Filled(shape, tensor => FillConstant(tensor, value));
    }

    private static Tensor Filled(long[] shape, Action<Tensor> fill)
    {
        var tensor = Tensor.Zeros(shape);
        fill(tensor);
        return tensor;
    }

    private static double Gain(double slope) => Math.Sqrt(2 / (1 + (slope * slope)));

    /// <summary>How many inputs one output sums: the axes after the first.</summary>
    private static long FanIn(Tensor weight)
    {
        var shape = weight.Shape;
        if (shape.Length < 2)
        {
            throw new ArgumentException($"a tensor of {shape.Length} axes has no fan-in; a weight has at least two", nameof(weight));
        }

        return shape.Skip(1).Aggregate(1L, (product, axis) => product * axis);
    }
}
