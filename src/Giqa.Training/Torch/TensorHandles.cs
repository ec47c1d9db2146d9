namespace Giqa.Training.Torch;

/// <summary>Many tensors in one native call.</summary>
internal static unsafe class TensorHandles
{
    internal static nint[] Of(IReadOnlyList<Tensor> tensors)
    {
        var handles = new nint[tensors.Count];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = tensors[i].Handle;
        }

        return handles;
    }

    /// <summary>Each tensor's gradient, or null if it has none.</summary>
    internal static Tensor?[] Grads(IReadOnlyList<Tensor> tensors)
    {
        var results = new nint[tensors.Count];
        fixed (nint* handles = Of(tensors), grads = results)
        {
            _ = GiqaTorch.Check(GiqaTorch.Grads(handles, results.Length, grads));
        }

        GC.KeepAlive(tensors);
        return Array.ConvertAll(results, grad => grad == 0 ? null : new Tensor(grad));
    }

    /// <summary>Clears each tensor's gradient.</summary>
    internal static void ForgetGrads(IReadOnlyList<Tensor> tensors)
    {
        fixed (nint* handles = Of(tensors))
        {
            _ = GiqaTorch.Check(GiqaTorch.SetGrads(handles, null, tensors.Count));
        }

        GC.KeepAlive(tensors);
    }
}
