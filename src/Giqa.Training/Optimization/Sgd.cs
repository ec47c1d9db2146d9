using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>Gradient descent with momentum and weight decay: the numbers of <c>torch.optim.SGD</c>.</summary>
internal sealed class Sgd : Optimizer
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

/// <summary>The settings of <see cref="Sgd"/>.</summary>
internal sealed record SgdOptions
{
    /// <summary>The learning rate.</summary>
    /// <value>Default 0.01.</value>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>The share of the previous steps that is kept.</summary>
    /// <value>Default 0, in [0, 1).</value>
    public double Momentum { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Momentum), value, "must be in [0, 1)"); }

    /// <summary>Nesterov momentum: evaluates the gradient as if the momentum's step had been taken.</summary>
    /// <value>Default false.</value>
    public bool Nesterov { get; init; }

    /// <summary>The weight decay, added to the gradients.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "must not be negative"); }
}
