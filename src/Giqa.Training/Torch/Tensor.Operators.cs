namespace Giqa.Training.Torch;

/// <content>Arithmetic, reductions, shapes. <see cref="TorchOperator"/> calls everything else by name.</content>
#pragma warning disable CA2225 // Operators on tensors read as formulas; there is no second, spelled-out way to write them.
internal sealed unsafe partial class Tensor
{
    /// <summary>Elementwise sum; axes of length 1 are broadcast.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Op.Add.Call(left, right);

    /// <summary>Adds a number to each value.</summary>
    public static Tensor operator +(Tensor left, double right) => Op.Add.Call(left, right);

    /// <summary>Elementwise difference; axes of length 1 are broadcast.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Op.Subtract.Call(left, right);

    /// <summary>Subtracts a number from each value.</summary>
    public static Tensor operator -(Tensor left, double right) => Op.Subtract.Call(left, right);

    /// <summary>Changes the sign of each value.</summary>
    public static Tensor operator -(Tensor operand) => Op.Negate.Call(operand);

    /// <summary>Elementwise product; axes of length 1 are broadcast.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Op.Multiply.Call(left, right);

    /// <summary>Multiplies each value by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Op.Multiply.Call(left, right);

    /// <summary>Elementwise quotient; axes of length 1 are broadcast.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Op.Divide.Call(left, right);

    /// <summary>Divides each value by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Op.Divide.Call(left, right);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(params long[] shape) => Op.Zeros.Call(shape, ElementType.Float32);

    /// <summary>Ones.</summary>
    public static Tensor Ones(params long[] shape) => Op.Ones.Call(shape, ElementType.Float32);

    /// <summary>Standard normal numbers from libtorch's sequence for the CPU.</summary>
    public static Tensor RandomNormal(params long[] shape) => Op.RandomNormal.Call(shape, ElementType.Float32);

    /// <summary>Concatenates tensors along an axis.</summary>
    public static Tensor Concatenate(Tensor[] tensors, int axis = 0) => Op.Concatenate.Call(tensors, axis);

    /// <summary>The mean of all values.</summary>
    public Tensor Mean() => Op.Mean.Call(this);

    /// <summary>The mean over some axes.</summary>
    public Tensor Mean(long[] axes, bool keepAxes = false) => Op.MeanOver.Call(this, axes, keepAxes);

    /// <summary>The sum of all values.</summary>
    public Tensor Sum() => Op.Sum.Call(this);

    /// <summary>The sum over some axes.</summary>
    public Tensor Sum(long[] axes, bool keepAxes = false) => Op.SumOver.Call(this, axes, keepAxes);

    /// <summary>Each value squared.</summary>
    public Tensor Square() => Op.Square.Call(this);

    /// <summary>The square root of each value.</summary>
    public Tensor SquareRoot() => Op.SquareRoot.Call(this);

    /// <summary>The matrix product, over leading axes if there are any.</summary>
    public Tensor MatrixProduct(Tensor right) => Op.MatrixProduct.Call(this, right);

    /// <summary>The same values in another shape; one length may be -1.</summary>
    public Tensor Reshape(params long[] shape) => Op.Reshape.Call(this, shape);

    /// <summary>Joins all axes from a given one on.</summary>
    public Tensor Flatten(int firstAxis = 1) => Op.Flatten.Call(this, firstAxis);

    /// <summary>Swaps two axes.</summary>
    public Tensor Transpose(int first, int second) => Op.Transpose.Call(this, first, second);

    /// <summary>A part of one axis; shares the memory.</summary>
    public Tensor Narrow(int axis, long start, long length) => Op.Narrow.Call(this, axis, start, length);

    /// <summary>Rows by number along an axis; <paramref name="numbers"/> are 64-bit integers.</summary>
    public Tensor IndexSelect(int axis, Tensor numbers) => Op.IndexSelect.Call(this, axis, numbers);

    /// <summary>The same values without the record of how they were computed; shares the memory.</summary>
    public Tensor Detach() => Op.Detach.Call(this);

    /// <summary>A copy.</summary>
    public Tensor Clone() => Op.Clone.Call(this);

    /// <summary>The values as another type; the tensor's own values if it already has that type.</summary>
    public Tensor To(ElementType type) => Op.ToType.Call(this, type);

    /// <summary>The values on another device.</summary>
    public Tensor To(string device) => Op.ToDevice.Call(this, device, Type);

    /// <summary>Overwrites the values with those of another tensor, whose shape must fit.</summary>
    public void CopyFrom(Tensor source) => Op.CopyInto.Run(this, source);
}
#pragma warning restore CA2225
