using System.Runtime.InteropServices;
using Giqa.Features.Onnx;

namespace Giqa.Features.MobileNet;

/// <summary>The kernels and biases of a built-in network, by the names of its layers.</summary>
/// <remarks>A kernel that is kept in steps of a byte becomes numbers by the arithmetic, in double, that the graph itself names.</remarks>
internal sealed class MobileNetWeights
{
    // TensorProto's raw_data, which OnnxGraph writes.
    private const int ValuesField = 9;

    private readonly Dictionary<string, byte[]> _constants;

    private MobileNetWeights(Dictionary<string, byte[]> constants) => _constants = constants;

    /// <summary>Reads a serialised model that <c>eng/Giqa.WeightMaker</c> made.</summary>
    internal static MobileNetWeights Read(byte[] model) =>
        new(OnnxPart.Read(model, string.Empty).Constants.ToDictionary(constant => constant.Name, constant => constant.Fields));

    /// <summary>A layer's bias: one number for each of its channels.</summary>
    internal float[] Bias(string layer) => Floats($"{layer}/bias");

    /// <summary>A layer's kernel: outputs x inputs per group x rows x columns.</summary>
    internal float[] Kernel(string layer)
    {
        var name = $"{layer}/kernel";
        if (_constants.ContainsKey(name))
        {
            return Floats(name);
        }

        var steps = Raw($"{name}/steps");
        var (step, minimum) = (Doubles($"{name}/step")[0], Doubles($"{name}/minimum")[0]);
        var normalization = Doubles($"{name}/normalization");
        var length = steps.Length / normalization.Length;
        var kernel = new float[steps.Length];
        for (var i = 0; i < kernel.Length; i++)
        {
            var published = (float)((steps[i] * step) + minimum);
            kernel[i] = (float)(published * normalization[i / length]);
        }

        return kernel;
    }

    private float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Raw(name)).ToArray();

    private double[] Doubles(string name) => MemoryMarshal.Cast<byte, double>(Raw(name)).ToArray();

    private ReadOnlySpan<byte> Raw(string name)
    {
        var reader = new ProtobufReader(_constants[name]);
        while (reader.Read())
        {
            if (reader.Field == ValuesField)
            {
                return reader.Bytes;
            }
        }

        throw new FormatException($"the constant {name} has no values");
    }
}
