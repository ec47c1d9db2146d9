namespace Giqa.Features.Onnx;

/// <summary>An input or output as a model's file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">ONNX's number for its elements; 0 where none is stated.</param>
/// <param name="Axes">Its axes, null for one that may vary; null as a whole where no shape is stated.</param>
internal sealed record OnnxValue(string Name, int ElementType, IReadOnlyList<long?>? Axes)
{
    // ONNX's numbers for the element types that messages name.
    private static readonly Dictionary<int, string> TypeNames = new()
    {
        [1] = "float32",
        [2] = "uint8",
        [3] = "int8",
        [4] = "uint16",
        [5] = "int16",
        [6] = "int32",
        [7] = "int64",
        [9] = "bool",
        [10] = "float16",
        [11] = "float64",
        [16] = "bfloat16",
    };

    /// <summary>Reads a ValueInfoProto.</summary>
    internal static OnnxValue Read(ReadOnlySpan<byte> valueInfo)
    {
        var (name, element, axes) = (string.Empty, 0, default(List<long?>));
        var reader = new ProtobufReader(valueInfo);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                name = reader.Text;
            }
            else if (reader.Field == 2)
            {
                // TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1, shape 2.
                var tensor = new ProtobufReader(FieldOf(reader.Bytes, 1));
                while (tensor.Read())
                {
                    element = tensor.Field == 1 ? (int)tensor.Integer : element;
                    axes = tensor.Field == 2 ? ReadAxes(tensor.Bytes) : axes;
                }
            }
        }

        return new OnnxValue(name, element, axes);
    }

    /// <summary>Its name, type and axes, for a message.</summary>
    public override string ToString() =>
        $"{Name} ({TypeNames.GetValueOrDefault(ElementType, "of no known type")} [{(Axes is null ? "no shape" : string.Join(", ", Axes.Select(axis => axis?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any")))}])";

    private static List<long?> ReadAxes(ReadOnlySpan<byte> shape)
    {
        // TensorShapeProto: dim 1. Dimension: dim_value 1. Some exporters write -1 or 0 for an axis that may vary.
        var axes = new List<long?>();
        var reader = new ProtobufReader(shape);
        while (reader.Read())
        {
            long? size = null;
            var dimension = new ProtobufReader(reader.Bytes);
            while (reader.Field == 1 && dimension.Read())
            {
                size = dimension.Field == 1 && (long)dimension.Integer > 0 ? (long)dimension.Integer : size;
            }

            axes.Add(size);
        }

        return axes;
    }

    private static ReadOnlySpan<byte> FieldOf(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field && reader.Type == ProtobufWireType.Bytes)
            {
                return reader.Bytes;
            }
        }

        return default;
    }
}
