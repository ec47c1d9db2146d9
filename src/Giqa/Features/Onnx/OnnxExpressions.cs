namespace Giqa.Features.Onnx;

/// <summary>Adds arithmetic to a graph, in operators whose form has not changed since operator set 11. Not thread-safe.</summary>
internal sealed class OnnxExpressions(OnnxGraph graph)
{
    /// <summary>The oldest operator set in which every operator used here takes these types.</summary>
    internal const int OldestOperatorSet = 11;

    private const long SingleType = 1;
    private const long DoubleType = 11;
    private const long IntegerType = 7;

    private int _count;

    internal string Constant(double[] values, params long[] shape) => graph.AddConstant(NextName("constant"), shape, values);

    internal string Constant(float[] values, params long[] shape) => graph.AddConstant(NextName("constant"), shape, values);

    /// <summary>A float64 number that is spread over whatever it meets.</summary>
    internal string Scalar(double value) => Constant([value]);

    internal string Integers(params long[] values) => graph.AddConstant(NextName("constant"), [values.Length], values);

    internal string Apply(string operation, params string[] inputs) => graph.AddNode(operation, NextName(operation), inputs);

    internal string Apply(string operation, string[] inputs, params OnnxAttribute[] attributes) =>
        graph.AddNode(operation, NextName(operation), inputs, attributes);

    internal string Add(string left, string right) => Apply("Add", left, right);

    internal string Subtract(string left, string right) => Apply("Sub", left, right);

    internal string Multiply(string left, string right) => Apply("Mul", left, right);

    internal string Divide(string left, string right) => Apply("Div", left, right);

    internal string Product(string left, string right) => Apply("MatMul", left, right);

    internal string ToDouble(string value) => Apply("Cast", [value], OnnxAttribute.Integer("to", DoubleType));

    internal string ToSingle(string value) => Apply("Cast", [value], OnnxAttribute.Integer("to", SingleType));

    internal string ToInteger(string value) => Apply("Cast", [value], OnnxAttribute.Integer("to", IntegerType));

    internal string Transpose(string value, params long[] axes) => Apply("Transpose", [value], OnnxAttribute.Integers("perm", axes));

    internal string Reshape(string value, params long[] shape) => Apply("Reshape", value, Integers(shape));

    /// <summary>Some neighbouring columns of a matrix.</summary>
    internal string Columns(string value, int first, int count) => Apply("Slice", value, Integers(first), Integers(first + count), Integers(1));

    /// <summary>The sums over the last axis, which stays with the length 1.</summary>
    internal string SumOfLast(string value, int length)
    {
        var ones = new double[length];
        Array.Fill(ones, 1);
        return Product(value, Constant(ones, length, 1));
    }

    /// <summary>The k smallest or largest numbers along the last axis.</summary>
    internal string Extremes(string value, int k, bool largest)
    {
        var name = NextName("TopK");
        graph.AddNode("TopK", [name, name + "/places"], [value, Integers(k)], OnnxAttribute.Integer("largest", largest ? 1 : 0));
        return name;
    }

    private string NextName(string operation) => $"giqa/{operation}{_count++}";
}
