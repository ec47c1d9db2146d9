using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public sealed class TensorTests(TorchFixture torch)
{
    [Fact]
    public void Operators_OnSmallTensors_GiveTheExpectedNumbers() => torch.Run(() =>
    {
        var a = Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3);
        var b = Tensor.From([10f, 20, 30], 3);
        Assert.Equal([11f, 22, 33, 14, 25, 36], (a + b).ToSingle());
        Assert.Equal([-1f, -2, -3, -4, -5, -6], (-a).ToSingle());
        Assert.Equal([0.5f, 1, 1.5f, 2, 2.5f, 3], (a / 2).ToSingle());
        Assert.Equal([9f, 18, 27, 6, 15, 24], (b - a).ToSingle());
        Assert.Equal([2L, 1], a.Sum([1], keepAxes: true).Shape);
        Assert.Equal(3.5, a.Mean().Item());
        Assert.Equal([4f, 5, 6], a.IndexSelect(0, Tensor.FromIntegers([1], 1)).ToSingle());
        Assert.Equal([140f, 320], a.MatrixProduct(b.Reshape(3, 1)).ToSingle());
        Assert.Equal(3, a.Size(-1));
    });

    [Fact]
    public void Values_OfEveryType_ComeBack() => torch.Run(() =>
    {
        Assert.Equal([0, 255], Tensor.FromBytes([0, 255], 2).ToBytes());
        Assert.Equal([long.MinValue, 7], Tensor.FromIntegers([long.MinValue, 7], 2).ToIntegers());
        Assert.Equal([Math.PI], Tensor.FromDoubles([Math.PI], 1).ToDouble());
        Assert.Equal([1.5f], Tensor.From([1.5f], 1).To(ElementType.BFloat16).ToSingle());
        Assert.Empty(Tensor.From([], 0, 3).ToSingle());
        Assert.Equal("cpu", Tensor.Zeros(1).Device);
    });

    [Fact]
    public void From_WrongShape_SaysWhatDoesNotFit() => torch.Run(() =>
        Assert.Contains("3 values do not fill a tensor of 2 x 2", Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2, 3], 2, 2)).Message, StringComparison.Ordinal));

    [Fact]
    public void Operator_ShapesThatDoNotFit_ThrowOneLineFromLibtorch() => torch.Run(() =>
    {
        var message = Assert.Throws<TorchException>(() => Tensor.Zeros(2, 3) + Tensor.Zeros(4)).Message;
        Assert.Contains("must match", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Contains("nonsense", Assert.Throws<TorchException>(() => new TorchOperator("nonsense").Call()).Message, StringComparison.Ordinal);
        Assert.Contains("'other' is missing", Assert.Throws<TorchException>(() => new TorchOperator("mul.Tensor").Call(Tensor.Zeros(1))).Message, StringComparison.Ordinal);
        Assert.Contains("too many", Assert.Throws<TorchException>(() => new TorchOperator("neg").Call(Tensor.Zeros(1), 2)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Operator_ByName_TakesListsOfNumbersAndNothing() => torch.Run(() =>
    {
        var enlarged = new TorchOperator("upsample_bicubic2d.vec").Call(Tensor.Ones(1, 1, 3, 3), default(Tensor), false, (double[])[2, 2]);
        Assert.Equal([1L, 1, 6, 6], enlarged.Shape);
        Assert.Equal(2, new TorchOperator("clamp").Call(Tensor.From([5f], 1), Argument.Default, 2).Item());
    });

    [Fact]
    public void Tensor_AfterDispose_ThrowsInsteadOfReadingFreedMemory() => torch.Run(() =>
    {
        var tensor = Tensor.Zeros(3);
        tensor.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => tensor.Shape);
        _ = Assert.Throws<ObjectDisposedException>(() => tensor + 1);
    });

    [Fact]
    public void Scopes_Nested_FreeWhatWasNotKept() => torch.Run(() =>
    {
        var before = TorchLibrary.LiveTensors;
        Tensor kept, moved;
        using (var outer = new TensorScope())
        {
            using (var inner = new TensorScope())
            {
                moved = inner.Keep(Tensor.Ones(2) + 1);
                _ = Tensor.Ones(5) * 3;
            }

            Assert.Equal(before + 1, TorchLibrary.LiveTensors);
            kept = outer.Keep(moved * 2);
            Assert.Equal([2f, 2], moved.ToSingle());
        }

        Assert.True(moved.IsClosed);
        Assert.Equal([4f, 4], kept.ToSingle());
        Assert.Equal(before + 1, TorchLibrary.LiveTensors);
        kept.Dispose();
        Assert.Equal(before, TorchLibrary.LiveTensors);
    });

    [Fact]
    public void NoGrad_Inside_RemembersNothing() => torch.Run(() =>
    {
        var x = Tensor.Ones(2).RequireGradient();
        using (new NoGrad())
        {
            Assert.False((x * 2).RequiresGradient);
        }

        Assert.True((x * 2).RequiresGradient);
    });

    [Fact]
    public void Autocast_Inside_ComputesProductsInBFloat16() => torch.Run(() =>
    {
        var x = Tensor.Ones(2, 2);
        using (new Autocast(enabled: true))
        {
            using (new Autocast(enabled: true))
            {
                Assert.Equal(ElementType.BFloat16, x.MatrixProduct(x).Type);
            }

            Assert.Equal(ElementType.BFloat16, x.MatrixProduct(x).Type);
        }

        using var off = new Autocast(enabled: false);
        Assert.Equal(ElementType.Float32, x.MatrixProduct(x).Type);
    });
}
