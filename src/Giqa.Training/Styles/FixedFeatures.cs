using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>
/// A network that is never trained: four convolutions with random weights (the same for every run), each map half as large as the one
/// before. Statistics of random filters are enough to match textures (Ustyuzhaninov et al., "What does it take to generate natural
/// textures?", 2017), and they need no downloaded weights.
/// </summary>
internal sealed class FixedFeatures : Module
{
    private const ulong WeightSeed = 0xF1E1D;

    private readonly List<Conv2d> _convolutions = [];
    private readonly AveragePool _halve = new();

    internal FixedFeatures(int width)
    {
        var (channels, random) = (3, new Numerics.SeededRandom(WeightSeed));
        foreach (var next in (int[])[2 * width, 2 * width, 4 * width, 4 * width])
        {
            var convolution = AddChild($"convolution{_convolutions.Count}", new Conv2d(channels, next, 3, 1, 1, bias: false));
            var deviation = Math.Sqrt(2.0 / (9 * channels));
            using var values = Tensor.From([.. Enumerable.Range(0, next * channels * 9).Select(_ => (float)(deviation * random.NextGaussian()))], next, channels, 3, 3);
            using var noGrad = new NoGrad();
            convolution.Weight.CopyFrom(values);
            _convolutions.Add(convolution);
            channels = next;
        }

        RequireGradients(false);
    }

    /// <summary>The four maps, in float32.</summary>
    internal Tensor[] Forward(Tensor images)
    {
        var maps = new List<Tensor>();
        var map = images;
        foreach (var convolution in _convolutions)
        {
            map = Op.Relu.Call(convolution.Forward(maps.Count > 0 ? _halve.Forward(map) : map));
            maps.Add(map.To(ElementType.Float32));
        }

        return [.. maps];
    }

    /// <summary>Means and deviations of each channel: N x C x 1 x 1.</summary>
    internal static (Tensor Mean, Tensor Deviation) Statistics(Tensor map)
    {
        var mean = map.Mean([2, 3], keepAxes: true);
        return (mean, ((map - mean).Square().Mean([2, 3], keepAxes: true) + 1e-5).SquareRoot());
    }
}
