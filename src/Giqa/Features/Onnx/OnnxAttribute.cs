namespace Giqa.Features.Onnx;

/// <summary>A named constant of an ONNX node.</summary>
internal sealed class OnnxAttribute
{
    // AttributeProto: name 1, f 2, i 3, s 4, floats 7, ints 8, type 20; the types' numbers are ONNX's.
    private readonly Action<ProtobufWriter> _write;

    private OnnxAttribute(string name, int type, Action<ProtobufWriter> writeValue) => _write = writer =>
    {
        writer.WriteString(1, name);
        writeValue(writer);
        writer.WriteInteger(20, type);
    };

    internal static OnnxAttribute Float(string name, float value) => new(name, 1, writer => writer.WriteFloat(2, value));

    internal static OnnxAttribute Integer(string name, long value) => new(name, 2, writer => writer.WriteInteger(3, value));

    internal static OnnxAttribute Text(string name, string value) => new(name, 3, writer => writer.WriteString(4, value));

    internal static OnnxAttribute Integers(string name, params long[] values) => new(name, 7, writer =>
    {
        foreach (var value in values)
        {
            writer.WriteInteger(8, value);
        }
    });

    internal void Write(ProtobufWriter writer) => _write(writer);
}
