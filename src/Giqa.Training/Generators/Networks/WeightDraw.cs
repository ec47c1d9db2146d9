using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Draws a network's first weights from a seed of its own, whatever libtorch's shared random numbers are used for meanwhile.</summary>
internal static class WeightDraw
{
    /// <summary>Radford et al. 2016: convolutions from N(0, 0.02^2); fully connected layers from N(0, 1 / fan-in); biases 0.</summary>
    internal static void Dcgan(Module module, SeededRandom random)
    {
        const double ConvolutionDeviation = 0.02;
        foreach (var (name, tensor) in module.NamedParameters())
        {
            if (tensor.Dimensions >= 2)
            {
                Fill(tensor, random, tensor.Dimensions == 4 ? ConvolutionDeviation : 1 / Math.Sqrt(tensor.Size(1)));
            }
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
            {
                Fill(tensor, random, 0);
            }
        }
    }

    /// <summary>Karras et al. 2018: weights from N(0, 1), which the layers scale when they use them; biases 0.</summary>
    internal static void Equal(Module module, SeededRandom random)
    {
        foreach (var (_, tensor) in module.NamedParameters())
        {
            Fill(tensor, random, tensor.Dimensions >= 2 ? 1 : 0);
        }
    }

    /// <summary>Overwrites a tensor with normal numbers.</summary>
    internal static void Fill(Tensor tensor, SeededRandom random, double deviation, double mean = 0)
    {
        using var noGrad = new NoGrad();
        using var drawn = Normal(random, deviation, mean, tensor.Shape);
        tensor.CopyFrom(drawn);
    }

    /// <summary>A new tensor of normal numbers.</summary>
    internal static Tensor Normal(SeededRandom random, double deviation, double mean, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, axis) => product * axis)];
        for (var i = 0; i < values.Length && deviation > 0; i++)
        {
            values[i] = (float)(deviation * random.NextGaussian());
        }

        for (var i = 0; i < values.Length && mean != 0; i++)
        {
            values[i] += (float)mean;
        }

        return Tensor.From(values, shape);
    }
}
