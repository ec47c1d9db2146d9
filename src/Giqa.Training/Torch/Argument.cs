using System.Runtime.CompilerServices;

namespace Giqa.Training.Torch;

/// <summary>One argument of an <see cref="TorchOperator"/>. Numbers, lists, tensors, strings and null convert implicitly.</summary>
[CollectionBuilder(typeof(Argument), nameof(List))]
internal readonly struct Argument
{
    private Argument(ValueTag tag, long bits = 0, object? reference = null) => (Tag, Bits, Reference) = (tag, bits, reference);

    /// <summary>The default of the operator's schema.</summary>
    public static Argument Default => new(ValueTag.Default);

    internal ValueTag Tag { get; }

    internal long Bits { get; }

    internal object? Reference { get; }

    /// <summary>A list of integers, such as a shape: <c>[2, 3]</c>.</summary>
    public static Argument List(ReadOnlySpan<long> values) => new(ValueTag.Integers, 0, values.ToArray());

    /// <summary>Lets an argument be written as a list of integers.</summary>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(Reference as long[] ?? [])).GetEnumerator();

#pragma warning disable CS1591, CA2225 // Conversions speak for themselves, and have no other use than to be left out in a call.
    public static implicit operator Argument(Tensor? tensor) => new(tensor is null ? ValueTag.None : ValueTag.Tensor, 0, tensor);

    public static implicit operator Argument(int value) => new(ValueTag.Integer, value);

    public static implicit operator Argument(long value) => new(ValueTag.Integer, value);

    public static implicit operator Argument(ElementType value) => new(ValueTag.Integer, (long)value);

    public static implicit operator Argument(double value) => new(ValueTag.Number, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(bool value) => new(ValueTag.Truth, value ? 1 : 0);

    public static implicit operator Argument(long[] values) => new(ValueTag.Integers, 0, values);

    public static implicit operator Argument(double[] values) => new(ValueTag.Numbers, 0, values);

    public static implicit operator Argument(Tensor[] values) => new(ValueTag.Tensors, 0, values);

    public static implicit operator Argument(string value) => new(ValueTag.Text, 0, value);
#pragma warning restore CS1591, CA2225
}
