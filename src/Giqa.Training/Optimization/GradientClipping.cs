using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>Keeps a single bad batch from throwing the parameters far away.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients down together so that their common Euclidean norm is at most a limit, as <c>clip_grad_norm_</c>.</summary>
    /// <returns>The norm before; not finite when a gradient is not.</returns>
    public static double ByNorm(Tensor[] parameters, double limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        Tensor[] gradients = [.. TensorHandles.Grads(parameters).OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            return 0;
        }

        var norm = Op.Norm.Call(Op.Stack.Call(Op.EachNorm.CallMany(gradients)), 2).Item();
        var factor = limit / (norm + 1e-6);
        if (factor < 1)
        {
            Op.EachMultiplyInto.Run(gradients, factor);
        }

        return norm;
    }
}
