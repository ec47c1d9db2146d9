using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), and AdamW (Loshchilov and Hutter 2019) with decoupled weight decay: the numbers of
/// <c>torch.optim.Adam</c> and <c>torch.optim.AdamW</c>, all parameters at once.
/// </summary>
internal sealed class Adam : Optimizer
{
    private readonly AdamOptions _options;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;

    /// <summary>Creates it for some parameters.</summary>
    public Adam(Tensor[] parameters, AdamOptions options)
        : base(parameters, options?.LearningRate ?? throw new ArgumentNullException(nameof(options)))
    {
        _options = options;
        _means = AddState("exp_avg");
        _squares = AddState("exp_avg_sq");
    }

    private protected override void Update(Tensor[] gradients)
    {
        if (!UpdateAtOnce(gradients))
        {
            UpdateByOperators(gradients);
        }
    }

    /// <summary>One pass over memory, for parameters in float32 on the CPU.</summary>
    private bool UpdateAtOnce(Tensor[] gradients)
    {
        var step = new NativeAdamStep
        {
            Rate = (float)(LearningRate / (1 - Math.Pow(_options.Beta1, Steps))),
            Beta1 = (float)_options.Beta1,
            Beta2 = (float)_options.Beta2,
            New1 = (float)(1 - _options.Beta1),
            New2 = (float)(1 - _options.Beta2),
            Epsilon = (float)_options.Epsilon,
            Root = (float)Math.Sqrt(1 - Math.Pow(_options.Beta2, Steps)),
            Decay = (float)(_options.Decoupled ? 0 : _options.WeightDecay),
            Shrink = (float)(_options.Decoupled ? 1 - (LearningRate * _options.WeightDecay) : 1),
        };
        return FusedOperators.TryAdam(Parameters, _means, _squares, gradients, step);
    }

    private void UpdateByOperators(Tensor[] gradients)
    {
        var (beta1, beta2) = (_options.Beta1, _options.Beta2);
        if (_options.WeightDecay > 0 && _options.Decoupled)
        {
            Op.EachMultiplyInto.Run(Parameters, 1 - (LearningRate * _options.WeightDecay));
        }
        else if (_options.WeightDecay > 0)
        {
            gradients = Op.EachAdd.CallMany(gradients, Parameters, _options.WeightDecay);
        }

        Op.EachMultiplyInto.Run(_means, beta1);
        Op.EachAddInto.Run(_means, gradients, 1 - beta1);
        Op.EachMultiplyInto.Run(_squares, beta2);
        Op.EachAddProductInto.Run(_squares, gradients, gradients, 1 - beta2);
        var denominators = Op.EachSquareRoot.CallMany(_squares);
        Op.EachDivideInto.Run(denominators, Math.Sqrt(1 - Math.Pow(beta2, Steps)));
        Op.EachAddScalarInto.Run(denominators, _options.Epsilon);
        Op.EachAddQuotientInto.Run(Parameters, _means, denominators, -LearningRate / (1 - Math.Pow(beta1, Steps)));
    }
}

/// <summary>The settings of <see cref="Adam"/>.</summary>
internal sealed record AdamOptions
{
    /// <summary>The learning rate.</summary>
    /// <value>Default 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How much of the mean gradient is kept from step to step.</summary>
    /// <value>Default 0.9, in [0, 1); GANs use 0 to 0.5.</value>
    public double Beta1 { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta1), value, "must be in [0, 1)"); } = 0.9;

    /// <summary>How much of the mean squared gradient is kept from step to step.</summary>
    /// <value>Default 0.999, in [0, 1).</value>
    public double Beta2 { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta2), value, "must be in [0, 1)"); } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Default 1e-8.</value>
    public double Epsilon { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, "must be positive"); } = 1e-8;

    /// <summary>The weight decay.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "must not be negative"); }

    /// <summary>Decay the parameters themselves (AdamW) instead of adding to their gradients.</summary>
    /// <value>Default false.</value>
    public bool Decoupled { get; init; }
}
