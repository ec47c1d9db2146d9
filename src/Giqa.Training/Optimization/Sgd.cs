using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>Gradient descent with momentum and weight decay: the numbers of <c>torch.optim.SGD</c>.</summary>
public sealed class Sgd : Optimizer
{
    private readonly SgdOptions _options;
    private readonly Tensor[]? _momenta;

    /// <summary>Creates it for some parameters.</summary>
    public Sgd(Tensor[] parameters, SgdOptions options)
        : base(parameters, options?.LearningRate ?? throw new ArgumentNullException(nameof(options)))
    {
        _options = options;
        _momenta = options.Momentum > 0 ? AddState("momentum_buffer") : null;
    }

    private protected override void Update(Tensor[] gradients)
    {
        if (_options.WeightDecay > 0)
        {
            gradients = Op.EachAdd.CallMany(gradients, Parameters, _options.WeightDecay);
        }

        if (_momenta is not null)
        {
            Op.EachMultiplyInto.Run(_momenta, _options.Momentum);
            Op.EachAddInto.Run(_momenta, gradients, 1);
            gradients = _options.Nesterov ? Op.EachAdd.CallMany(gradients, _momenta, _options.Momentum) : _momenta;
        }

        Op.EachAddInto.Run(Parameters, gradients, -LearningRate);
    }
}
