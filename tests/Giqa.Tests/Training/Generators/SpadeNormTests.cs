using Giqa.Numerics;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Generators;

/// <summary>Spatially-adaptive normalisation against its formula, number by number.</summary>
[Collection(TorchTests.Name)]
public sealed class SpadeNormTests(TorchFixture torch)
{
    private const int Count = 2;
    private const int Channels = 3;
    private const int Hidden = 4;
    private const int Side = 6;
    private const int Plane = Side * Side;

    [Fact]
    public void Forward_IsTheFormulaAtEachPlace() => torch.Run(() =>
    {
        using var noGrad = new NoGrad();
        using var norm = new SpadeNorm(Channels, Hidden);
        WeightDraw.Equal(norm, new SeededRandom(1));
        var random = new SeededRandom(2);
        float[] labels = [.. Enumerable.Range(0, Count * LabelMaps.Count * Plane).Select(_ => (float)random.NextDouble())];
        float[] x = [.. Enumerable.Range(0, Count * Channels * Plane).Select(_ => (float)(3 * random.NextGaussian()) + 1)];
        var actual = norm.Forward(Tensor.From(x, Count, Channels, Side, Side), Tensor.From(labels, Count, LabelMaps.Count, Side, Side)).ToSingle();

        var parameters = norm.NamedParameters().ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToSingle());
        double[] seen = [.. Convolve(Array.ConvertAll(labels, value => (double)value), LabelMaps.Count, parameters, "shared").Select(value => Math.Max(0, value))];
        var (scale, shift) = (Convolve(seen, Hidden, parameters, "scale"), Convolve(seen, Hidden, parameters, "shift"));
        for (var map = 0; map < Count * Channels; map++)
        {
            var values = x.Skip(map * Plane).Take(Plane).Select(value => (double)value).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + SpadeNorm.Epsilon);
            for (var i = 0; i < Plane; i++)
            {
                var place = (map * Plane) + i;
                Assert.Equal(((1 + scale[place]) * (values[i] - mean) / deviation) + shift[place], actual[place], 1e-3);
            }
        }
    });

    /// <summary>A 3 x 3 convolution with zeros around, by its definition.</summary>
    private static double[] Convolve(double[] input, int inputs, Dictionary<string, float[]> parameters, string name)
    {
        var (weight, bias) = (parameters[$"{name}.weight"], parameters[$"{name}.bias"]);
        var output = new double[Count * bias.Length * Plane];
        for (var i = 0; i < output.Length; i++)
        {
            var (image, to, y, x) = (i / Plane / bias.Length, i / Plane % bias.Length, i % Plane / Side, i % Side);
            output[i] = bias[to];
            for (var tap = 0; tap < 9 * inputs; tap++)
            {
                var (from, row, column) = (tap / 9, y + (tap % 9 / 3) - 1, x + (tap % 3) - 1);
                if (row is >= 0 and < Side && column is >= 0 and < Side)
                {
                    output[i] += weight[(to * inputs * 9) + tap] * input[(((image * inputs) + from) * Plane) + (row * Side) + column];
                }
            }
        }

        return output;
    }
}
