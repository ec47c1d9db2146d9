using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Starting values of parameters, drawn from libtorch's random numbers as PyTorch's <c>torch.nn.init</c> draws them.</summary>
public static class Initializer
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

    /// <summary>Xavier (Glorot 2010 eq. 16): uniform with standard deviation gain * sqrt(2 / (fan-in + fan-out)).</summary>
    public static void FillXavierUniform(Tensor weight, double gain = 1)
    {
        var (fanIn, fanOut) = Fans(weight);
        FillUniform(weight, Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (fanIn + fanOut))));
    }

    /// <summary>Xavier with normal numbers.</summary>
    public static void FillXavierNormal(Tensor weight, double gain = 1)
    {
        var (fanIn, fanOut) = Fans(weight);
        FillNormal(weight, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
    }

    /// <summary>Kaiming (He et al. 2015): uniform with standard deviation sqrt(2 / (1 + slope^2)) / sqrt(fan-in).</summary>
    /// <param name="weight">The weight of a convolution or linear layer.</param>
    /// <param name="slope">The negative slope of the leaky ReLU behind it; 0 for a ReLU.</param>
    public static void FillKaimingUniform(Tensor weight, double slope = 0) =>
        FillUniform(weight, Math.Sqrt(3) * (Gain(slope) / Math.Sqrt(Fans(weight).In)));

    /// <summary>Kaiming with normal numbers.</summary>
    /// <inheritdoc cref="FillKaimingUniform"/>
    public static void FillKaimingNormal(Tensor weight, double slope = 0) =>
        FillNormal(weight, Gain(slope) / Math.Sqrt(Fans(weight).In));

    /// <summary>Orthogonal rows or columns (Saxe et al. 2014), the first axis against all others.</summary>
    public static void FillOrthogonal(Tensor weight, double gain = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var rows = weight.Size(0);
        var columns = weight.Count / rows;
        var normal = Tensor.RandomNormal(rows, columns);
        var factors = Op.Qr.CallMany(rows < columns ? normal.Transpose(0, 1) : normal);
        var orthogonal = factors[0] * Op.Sign.Call(Op.Diagonal.Call(factors[1]));
        weight.CopyFrom(((rows < columns ? orthogonal.Transpose(0, 1) : orthogonal) * gain).Reshape(weight.Shape));
    }

    /// <summary>Draws every convolution's and linear layer's weights from N(0, 0.02^2), as DCGAN (Radford et al. 2016) does, and leaves the rest.</summary>
    public static void FillNormalWeights(Module module, double standardDeviation = 0.02)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach (var weight in module.Parameters().Where(parameter => parameter.Dimensions >= 2))
        {
            FillNormal(weight, standardDeviation);
        }
    }

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

    /// <summary>How many inputs one output sums, and how many outputs one input reaches: the second and the first axis, times the rest.</summary>
    private static (long In, long Out) Fans(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var shape = weight.Shape;
        if (shape.Length < 2)
        {
            throw new ArgumentException($"a tensor of {shape.Length} axes has no fan-in; a weight has at least two", nameof(weight));
        }

        var field = shape.Skip(2).Aggregate(1L, (product, axis) => product * axis);
        return (shape[1] * field, shape[0] * field);
    }
}
