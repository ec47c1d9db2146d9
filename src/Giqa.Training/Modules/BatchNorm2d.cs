using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>
/// Each channel normalised over the batch and the image while training, by running statistics otherwise, then scaled and shifted, as in
/// <c>torch.nn.BatchNorm2d</c>.
/// </summary>
internal sealed class BatchNorm2d : Layer
{
    private readonly double _momentum;
    private readonly double _epsilon;

    /// <summary>Creates it with scale 1 and shift 0.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="momentum">The weight of the newest batch in the running figures.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public BatchNorm2d(long channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        (_momentum, _epsilon) = (momentum, epsilon);
        Weight = AddParameter("weight", Initializer.Constant(1, channels));
        Bias = AddParameter("bias", Initializer.Constant(0, channels));
        RunningMean = AddBuffer("running_mean", Initializer.Constant(0, channels));
        RunningVariance = AddBuffer("running_var", Initializer.Constant(1, channels));
    }

    /// <summary>The scale of each channel.</summary>
    public Tensor Weight { get; }

    /// <summary>The shift of each channel.</summary>
    public Tensor Bias { get; }

    /// <summary>The running mean of each channel.</summary>
    public Tensor RunningMean { get; }

    /// <summary>The running variance of each channel.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon => _epsilon;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        Op.BatchNorm.Call(input, Weight, Bias, RunningMean, RunningVariance, IsTraining, _momentum, _epsilon, false);
}
