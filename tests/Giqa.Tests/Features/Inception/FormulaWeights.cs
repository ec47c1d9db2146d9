using System.Text;
using Giqa.Features.Checkpoints;

namespace Giqa.Tests.Features.Inception;

/// <summary>The weights that <c>Fixtures/inception/fid_inception.py</c> gives the FID network, by the same formula.</summary>
internal sealed class FormulaWeights : Dictionary<string, TorchTensor>
{
    /// <summary>Adds a tensor by name and shape.</summary>
    internal void Add(string name, params int[] shape)
    {
        var count = shape.Aggregate(1, (product, axis) => product * axis);
        var uniform = Uniform(name, count);
        this[name] = new TorchTensor(shape, Array.ConvertAll(uniform, u => (float)Value(name, shape, count, u)));
    }

    internal static FormulaWeights FidInception(string listing)
    {
        var weights = new FormulaWeights();
        foreach (var line in File.ReadLines(listing))
        {
            var parts = line.Split(' ');
            weights.Add(parts[0], Array.ConvertAll(parts[1].Split(','), part => int.Parse(part, null)));
        }

        return weights;
    }

    private static double Value(string name, int[] shape, int count, double u) => name switch
    {
        _ when name.EndsWith("conv.weight", StringComparison.Ordinal) => (u - .5) * Math.Sqrt(24.0 / (count / shape[0])),
        _ when name.EndsWith("bn.weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal) => .75 + (.5 * u),
        "fc.weight" => (u - .5) * .1,
        _ => (u - .5) * .2,
    };

    private static double[] Uniform(string name, int count)
    {
        var seed = Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, (hash, value) => (hash ^ value) * 16777619u);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var x = ((uint)i * 2654435769u) + seed;
            x = (x ^ (x >> 16)) * 0x7FEB352Du;
            x = (x ^ (x >> 15)) * 0x846CA68Bu;
            values[i] = (x ^ (x >> 16)) / 4294967296.0;
        }

        return values;
    }
}
