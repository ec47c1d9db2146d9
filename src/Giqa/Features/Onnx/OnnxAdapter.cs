namespace Giqa.Features.Onnx;

/// <summary>
/// Gives a network with other types a float32 RGB input and a float32 output, so that code that runs or
/// exports networks handles only one kind: grey pictures, float16, float64, bfloat16 and bytes are converted inside the graph.
/// </summary>
internal static class OnnxAdapter
{
    // ONNX's numbers for element types.
    private const int ByteType = 2;
    private const int HalfType = 10;
    private const int BrainType = 16;

    // The luma of ITU-R BT.601, by which Pillow and most programs turn colours to grey.
    private static readonly float[] Luma = [.299f, .587f, .114f];

    /// <summary>Whether an input of that type can be made of float32.</summary>
    internal static bool CanTake(int elementType) => elementType is OnnxGraph.FloatType or OnnxGraph.DoubleType or HalfType or BrainType or ByteType;

    /// <summary>Whether the input takes pixels of 0 to 255 and nothing else.</summary>
    internal static bool TakesBytes(int elementType) => elementType == ByteType;

    /// <summary>Adapts a model with one input and one output.</summary>
    /// <param name="model">The serialised model.</param>
    /// <param name="input">Its input.</param>
    /// <param name="preprocessing">What it is to be given.</param>
    /// <param name="convertsOutput">Whether its output is of another type than float32.</param>
    /// <returns>The model itself if there is nothing to adapt.</returns>
    /// <exception cref="FormatException">It is no such model.</exception>
    internal static byte[] Adapt(byte[] model, OnnxValue input, Preprocessing preprocessing, bool convertsOutput)
    {
        var channelsLast = preprocessing.Layout == TensorLayout.ChannelsLast;
        var isGrey = input.Axes is { Count: 4 } axes && axes[channelsLast ? 3 : 1] == 1;
        if (input is { ElementType: OnnxGraph.FloatType, Axes: not null } && !isGrey && !convertsOutput)
        {
            return model;
        }

        var graph = new OnnxGraph("adapted");
        string[] axesOfPictures = [.. preprocessing.InputShape(1).Skip(1).Select(size => size.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var value = graph.AddInput("pixels", ["batch", .. axesOfPictures]);
        if (isGrey)
        {
            value = channelsLast
                ? graph.AddNode("MatMul", "grey", [value, graph.AddConstant("luma", [3, 1], Luma)])
                : graph.AddNode("Conv", "grey", [value, graph.AddConstant("luma", [1, 3, 1, 1], Luma)]);
        }

        if (TakesBytes(input.ElementType))
        {
            value = graph.AddNode("Floor", "whole", [graph.AddNode("Add", "rounded", [value, graph.AddConstant("half", [1], [.5f])])]);
        }

        if (input.ElementType != OnnxGraph.FloatType)
        {
            value = graph.AddNode("Cast", "converted", [value], OnnxAttribute.Integer("to", input.ElementType));
        }

        var output = graph.AddPart(OnnxPart.Read(model, "network/"), value);
        graph.AddOutput(graph.AddNode("Cast", "features", [output], OnnxAttribute.Integer("to", OnnxGraph.FloatType)));
        return graph.ToModel();
    }
}
