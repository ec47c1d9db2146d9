using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>Changes parameters by their gradients. Used on the <see cref="TrainingThread"/>.</summary>
internal abstract class Optimizer : IDisposable
{
    private readonly List<KeyValuePair<string, Tensor[]>> _state = [];

    private protected Optimizer(Tensor[] parameters, double learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parameters.Length, nameof(parameters));
        Parameters = [.. parameters];
        LearningRate = learningRate;
    }

    /// <summary>The learning rate; may be set before each step, for example by a <see cref="LearningRateSchedule"/>.</summary>
    public double LearningRate { get; set => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "must be a finite number, not negative"); }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; internal set; }

    /// <summary>Whether parameters without a gradient are left unchanged, such as those of layers that a network has not grown to; otherwise they are an error.</summary>
    internal bool AllowsIdle { get; init; }

    /// <summary>What it keeps between steps, by name, one tensor for each parameter.</summary>
    internal IReadOnlyList<KeyValuePair<string, Tensor[]>> State => _state;

    private protected Tensor[] Parameters { get; }

    /// <summary>Clears the gradients of all parameters; call it before each backward pass.</summary>
    public void ZeroGrad() => TensorHandles.ForgetGrads(Parameters);

    /// <summary>Takes one step.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no gradient.</exception>
    public void Step()
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var gradients = TensorHandles.Grads(Parameters);
        if (AllowsIdle)
        {
            gradients = [.. gradients.Select((gradient, i) => gradient ?? Op.ZerosLike.Call(Parameters[i]))];
        }

        var missing = Array.IndexOf(gradients, null);
        if (missing >= 0)
        {
            throw new InvalidOperationException($"parameter {missing} of {gradients.Length} has no gradient: call Backward on a loss that depends on it before each step");
        }

        Steps++;
        Update(gradients!);
    }

    /// <summary>Frees what it keeps between steps; the parameters belong to the module.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.SelectMany(state => state.Value))
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract void Update(Tensor[] gradients);

    /// <summary>Adds a tensor of zeros for each parameter, kept between steps.</summary>
    private protected Tensor[] AddState(string name)
    {
        using var noGrad = new NoGrad();
        var tensors = Array.ConvertAll(Parameters, parameter => Op.ZerosLike.Call(parameter).Escape());
        _state.Add(new(name, tensors));
        return tensors;
    }
}
