using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>
/// An image to a style vector: four convolutions, the mean and deviation of each channel of the last three maps (which capture colour and
/// texture regardless of position, and traces of damage), and one linear layer.
/// </summary>
internal sealed class StyleExtractor : Module
{
    /// <summary>The length of a style vector.</summary>
    internal const int StyleLength = 128;

    internal const double VarianceFloor = 1e-4;
    internal const double PixelScale = 1 / 127.5;

    private readonly Linear _style;

    internal StyleExtractor(int width)
    {
        var (channels, stride, statistics) = (3, 1, 0);
        foreach (var next in (int[])[width, 2 * width, 4 * width, 4 * width])
        {
            var convolution = AddChild($"convolution{Convolutions.Count}", new Conv2d(channels, next, 3, stride, 1));
            Initializer.FillKaimingNormal(convolution.Weight);
            Convolutions.Add((convolution, AddChild($"norm{Convolutions.Count}", new BatchNorm2d(next))));
            statistics += Convolutions.Count > 1 ? 2 * next : 0;
            (channels, stride) = (next, 2);
        }

        _style = AddChild("style", new Linear(statistics, StyleLength));
    }

    internal List<(Conv2d Convolution, BatchNorm2d Norm)> Convolutions { get; } = [];

    internal Linear Style => _style;

    /// <summary>Computes style vectors.</summary>
    /// <param name="images">N x 3 x side x side, 0..255.</param>
    /// <param name="mixedPrecision">Compute the convolutions in bfloat16.</param>
    /// <returns>N x <see cref="StyleLength"/>, float32.</returns>
    internal Tensor Forward(Tensor images, bool mixedPrecision)
    {
        var maps = new List<Tensor>();
        using (new Autocast(mixedPrecision, images.Device))
        {
            var map = (images * PixelScale) - 1;
            foreach (var (convolution, norm) in Convolutions)
            {
                map = Op.Relu.Call(norm.Forward(convolution.Forward(map)));
                maps.Add(map);
            }
        }

        return _style.Forward(Tensor.Concatenate([.. maps.Skip(1).SelectMany(Statistics)], axis: 1));
    }

    private static Tensor[] Statistics(Tensor map)
    {
        var values = map.To(ElementType.Float32);
        var mean = values.Mean([2, 3], keepAxes: true);
        var deviation = ((values - mean).Square().Mean([2, 3]) + VarianceFloor).SquareRoot();
        return [mean.Flatten(), deviation];
    }
}
