namespace Giqa.Features.Tfjs;

/// <summary>A convolution's kernel and bias in ONNX's layout, with the batch normalisation that follows it folded in.</summary>
internal sealed class KerasConvolution
{
    private KerasConvolution(long[] shape, float[] kernel, float[] bias, bool isDepthwise)
    {
        Shape = shape;
        Kernel = kernel;
        Bias = bias;
        Groups = isDepthwise ? shape[0] : 1;
    }

    /// <summary>Outputs, inputs per group, height, width.</summary>
    internal long[] Shape { get; }

    internal float[] Kernel { get; }

    internal float[] Bias { get; }

    internal long Groups { get; }

    /// <summary>Reads a Conv2D or DepthwiseConv2D layer; arithmetic in double, rounded once.</summary>
    internal static KerasConvolution Read(TfjsModel model, KerasLayer layer, KerasLayer? normalization)
    {
        var isDepthwise = layer.Kind == "DepthwiseConv2D";
        var weight = model.Weight($"{layer.Name}/{(isDepthwise ? "depthwise_kernel" : "kernel")}");
        var (height, width, inputs, outputs) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        if (isDepthwise)
        {
            // Keras keeps a depthwise kernel as H x W x C x multiplier; ONNX wants C x 1 x H x W.
            (inputs, outputs) = outputs == 1 ? (1, inputs) : throw new FormatException($"layer {layer.Name}: a depth multiplier of {outputs} is not supported");
        }

        var (scale, shift) = FoldNormalization(model, layer, normalization, outputs);
        // Both layouts list, for each place of the kernel, inputs times outputs numbers, outputs fastest.
        var area = height * width;
        var kernel = new float[weight.Values.Length];
        var source = 0;
        for (var place = 0; place < area; place++)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var output = 0; output < outputs; output++)
                {
                    kernel[(((output * inputs) + input) * area) + place] = (float)(weight.Values[source++] * scale[output]);
                }
            }
        }

        return new KerasConvolution([outputs, inputs, height, width], kernel, [.. shift.Select(value => (float)value)], isDepthwise);
    }

    private static (double[] Scale, double[] Shift) FoldNormalization(TfjsModel model, KerasLayer layer, KerasLayer? normalization, int outputs)
    {
        var scale = new double[outputs];
        var shift = new double[outputs];
        Array.Fill(scale, 1);
        if (layer.Flag("use_bias"))
        {
            shift = Array.ConvertAll(model.Weight(layer.Name + "/bias").Values, value => (double)value);
        }

        if (normalization is null)
        {
            return (scale, shift);
        }

        var epsilon = normalization.Number("epsilon");
        var gamma = normalization.Flag("scale") ? model.Weight(normalization.Name + "/gamma").Values : null;
        var beta = normalization.Flag("center") ? model.Weight(normalization.Name + "/beta").Values : null;
        var mean = model.Weight(normalization.Name + "/moving_mean").Values;
        var variance = model.Weight(normalization.Name + "/moving_variance").Values;
        for (var i = 0; i < outputs; i++)
        {
            scale[i] = (gamma?[i] ?? 1d) / Math.Sqrt(variance[i] + epsilon);
            shift[i] = ((shift[i] - mean[i]) * scale[i]) + (beta?[i] ?? 0);
        }

        return (scale, shift);
    }
}
