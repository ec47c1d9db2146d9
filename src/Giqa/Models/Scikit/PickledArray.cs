using System.Buffers.Binary;
using Giqa.Features.Checkpoints;

namespace Giqa.Models;

/// <summary>A pickled NumPy array, its values in float64 and C order.</summary>
internal sealed class PickledArray : IPickledState
{
    private const int MostAxes = 3;

    private object?[] _axes = [];
    private PickledType? _type;
    private bool _isFortran;
    private byte[] _content = [];

    /// <summary>Takes <c>(version, shape, dtype, is Fortran, bytes)</c>.</summary>
    public void SetState(object? state)
    {
        // An array of objects carries a list in the place of bytes; nothing that is read here is one.
        if (state is object?[] { Length: 5 } parts && parts[4] is byte[] content)
        {
            (_axes, _type, _isFortran, _content) = ((object?[])parts[1]!, (PickledType)parts[2]!, (bool)parts[3]!, content);
        }
    }

    /// <summary>What <c>numpy.core.numeric._frombuffer</c> makes of <c>(bytes, dtype, shape, order)</c>.</summary>
    internal static PickledArray FromBuffer(object?[] arguments) => new()
    {
        _content = (byte[])arguments[0]!,
        _type = (PickledType)arguments[1]!,
        _axes = (object?[])arguments[2]!,
        _isFortran = (string)arguments[3]! == "F",
    };

    /// <summary>The values. Estimators also contain unneeded arrays of unsupported types.</summary>
    /// <exception cref="ModelFileException">They are not numbers, or not as many as the shape says.</exception>
    internal double[] Values()
    {
        var type = _type ?? throw new ModelFileException("an array has no values");
        var shape = Array.ConvertAll(_axes, axis => checked((int)(long)axis!));
        var count = shape.Aggregate(1L, (product, axis) => checked(product * axis));
        if (shape.Length > MostAxes || Array.Exists(shape, axis => axis < 0) || _content.LongLength != count * type.Bytes)
        {
            throw new ModelFileException($"an array of shape ({string.Join(", ", shape)}) and type {type.Kind}{type.Bytes} comes with {_content.LongLength} bytes");
        }

        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[_isFortran ? PositionInC(i, shape) : i] = type.Value(_content.AsSpan(i * type.Bytes, type.Bytes));
        }

        return values;
    }

    /// <summary>Where the i-th value of Fortran's order, whose first axis runs fastest, lies in C's.</summary>
    private static int PositionInC(int i, int[] shape)
    {
        var (position, step) = (0, 1);
        var steps = new int[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            (steps[axis], step) = (step, step * shape[axis]);
        }

        for (var axis = 0; axis < shape.Length; axis++)
        {
            (i, var index) = int.DivRem(i, shape[axis]);
            position += index * steps[axis];
        }

        return position;
    }
}

/// <summary>A <c>dtype</c> of NumPy: real numbers, integers and booleans; others are held, and refused when a value is asked for.</summary>
internal sealed class PickledType(string description) : IPickledState
{
    private bool _isBigEndian;

    internal char Kind { get; } = description.Length > 1 ? description[0] : '?';

    internal int Bytes { get; } = int.TryParse(description.AsSpan(Math.Min(1, description.Length)), out var bytes) && bytes is 1 or 2 or 4 or 8 ? bytes : 0;

    /// <summary>Takes <c>(version, byte order, ...)</c>.</summary>
    public void SetState(object? state) => _isBigEndian = state is object?[] { Length: > 1 } parts && parts[1] is ">";

    internal double Value(ReadOnlySpan<byte> bytes)
    {
        Span<byte> little = stackalloc byte[bytes.Length];
        bytes.CopyTo(little);
        if (_isBigEndian)
        {
            little.Reverse();
        }

        return (Kind, Bytes) switch
        {
            ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(little),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(little),
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(little),
            ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(little),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(little),
            ('i' or 'u' or 'b', 1) => little[0],
            _ => throw new ModelFileException($"it has values of NumPy's type {description}"),
        };
    }
}
