namespace Giqa.Training.Torch;

/// <content>Gradients.</content>
internal sealed unsafe partial class Tensor
{
    /// <summary>Whether gradients with respect to it are computed, or it depends on a tensor for which they are.</summary>
    public bool RequiresGradient => Info.RequiresGradient != 0;

    /// <summary>The sum of the gradients that <see cref="Backward"/> has added here since it was last set to null, or null.</summary>
    public Tensor? Grad
    {
        get
        {
            nint self = Handle, grad;
            _ = GiqaTorch.Check(GiqaTorch.Grads(&self, 1, &grad));
            GC.KeepAlive(this);
            return grad == 0 ? null : new Tensor(grad);
        }

        set
        {
            nint self = Handle, grad = value?.Handle ?? 0;
            _ = GiqaTorch.Check(GiqaTorch.SetGrads(&self, &grad, 1));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }

    /// <summary>Requests gradients with respect to this tensor, which must not be the result of a differentiable operation.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor RequireGradient(bool wanted = true)
    {
        _ = GiqaTorch.Check(GiqaTorch.RequireGradient(Handle, wanted ? 1 : 0));
        GC.KeepAlive(this);
        return this;
    }

    /// <summary>Adds the gradients of this tensor to <see cref="Grad"/> of every tensor that requested them.</summary>
    /// <param name="gradient">The gradient of a later result with respect to this tensor; 1 if omitted, for a single number.</param>
    /// <param name="keepGraph">Keep the recorded operations, for another pass.</param>
    /// <param name="createGraph">Make the gradients differentiable themselves.</param>
    public void Backward(Tensor? gradient = null, bool keepGraph = false, bool createGraph = false)
    {
        nint self = Handle, seed = gradient?.Handle ?? 0;
        _ = GiqaTorch.Check(GiqaTorch.Backward(&self, gradient is null ? null : &seed, 1, keepGraph || createGraph ? 1 : 0, createGraph ? 1 : 0));
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }

    /// <summary>The gradients of this tensor with respect to others, without touching any <see cref="Grad"/>.</summary>
    /// <param name="inputs">The tensors with respect to which gradients are computed.</param>
    /// <param name="gradient">The gradient of a later result with respect to this tensor; 1 if omitted, for a single number.</param>
    /// <param name="keepGraph">Keep the recorded operations, for another pass.</param>
    /// <param name="createGraph">Make the gradients differentiable themselves, as a gradient penalty needs.</param>
    /// <exception cref="TorchException">This tensor does not depend on one of the inputs.</exception>
    public Tensor[] Gradients(Tensor[] inputs, Tensor? gradient = null, bool keepGraph = false, bool createGraph = false)
    {
        nint self = Handle, seed = gradient?.Handle ?? 0;
        var handles = TensorHandles.Of(inputs);
        var results = new nint[inputs.Length];
        fixed (nint* from = handles, to = results)
        {
            _ = GiqaTorch.Check(GiqaTorch.Gradients(&self, gradient is null ? null : &seed, 1, from, inputs.Length, keepGraph || createGraph ? 1 : 0, createGraph ? 1 : 0, 0, to));
        }

        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
        GC.KeepAlive(inputs);
        return Array.ConvertAll(results, result => new Tensor(result));
    }
}
