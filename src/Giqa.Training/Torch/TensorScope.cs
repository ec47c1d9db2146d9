namespace Giqa.Training.Torch;

/// <summary>
/// Tensors that are created on this thread while the scope is open are freed with it, except those moved out with
/// <see cref="Keep"/>. A training step belongs in one: the collector sees only small handles and would let memory grow.
/// </summary>
/// <remarks>Scopes nest, and must be closed in reverse order on the thread that opened them.</remarks>
internal sealed unsafe class TensorScope : IDisposable
{
    // The only state of a thread: a tensor is created deep inside an expression, where no scope can be passed to it.
    [ThreadStatic]
    private static TensorScope? s_current;

    private readonly TensorScope? _outer;
    private readonly List<Tensor> _tensors = [];

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        _outer = s_current;
        s_current = this;
    }

    /// <summary>The innermost scope of this thread.</summary>
    internal static TensorScope? Current => s_current;

    /// <summary>Moves a tensor to the enclosing scope, or leaves it to its user if there is none.</summary>
    /// <returns>The tensor itself. One that does not belong to this scope stays where it is.</returns>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Scope == this)
        {
            tensor.Scope = null;
            _outer?.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Frees what was created inside.</summary>
    public void Dispose()
    {
        s_current = _outer;
        const int Batch = 256;
        var handles = stackalloc nint[Batch];
        var count = 0;
        foreach (var tensor in _tensors)
        {
            if (tensor.Scope != this || tensor.IsClosed)
            {
                continue;
            }

            handles[count++] = tensor.Surrender();
            if (count == Batch)
            {
                GiqaTorch.Free(handles, count);
                count = 0;
            }
        }

        GiqaTorch.Free(handles, count);
        _tensors.Clear();
    }

    internal void Add(Tensor tensor)
    {
        tensor.Scope = this;
        _tensors.Add(tensor);
    }
}
