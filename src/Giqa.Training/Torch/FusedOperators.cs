namespace Giqa.Training.Torch;

/// <summary>What the shim does faster than libtorch's operators.</summary>
internal static unsafe class FusedOperators
{
    /// <summary>A transposed convolution that uses oneDNN.</summary>
    internal static Tensor TransposedConvolution(Tensor input, Tensor weight, Tensor? bias, long stride, long padding, long outputPadding)
    {
        var result = new Tensor(GiqaTorch.Check(GiqaTorch.TransposedConvolution(input.Handle, weight.Handle, bias?.Handle ?? 0, stride, padding, outputPadding)));
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }

    /// <summary>A step of Adam in one pass over memory.</summary>
    /// <returns>Whether the step was taken: parameters must be in float32 on the CPU.</returns>
    internal static bool TryAdam(Tensor[] parameters, Tensor[] means, Tensor[] squares, Tensor[] gradients, NativeAdamStep step)
    {
        fixed (nint* to = TensorHandles.Of(parameters), first = TensorHandles.Of(means), second = TensorHandles.Of(squares), from = TensorHandles.Of(gradients))
        {
            return GiqaTorch.Check(GiqaTorch.Adam(to, first, second, from, gradients.Length, &step)) == 1;
        }
    }
}
