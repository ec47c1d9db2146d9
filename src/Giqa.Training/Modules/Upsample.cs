using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Enlarges images by a whole factor.</summary>
internal sealed class Upsample : Layer
{
    private readonly double _factor;
    private readonly bool _bilinear;

    /// <summary>Creates it.</summary>
    /// <param name="factor">By how much each side grows, at least 1.</param>
    /// <param name="bilinear">Bilinear with half-pixel centres, like <c>align_corners=False</c>; the nearest pixel otherwise.</param>
    public Upsample(int factor = 2, bool bilinear = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        (_factor, _bilinear) = (factor, bilinear);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _bilinear ? Bilinear(input, _factor) : Op.UpsampleNearest.Call(input, default(Tensor), Factors(_factor));

    internal static Tensor Nearest(Tensor input, int factor) => Op.UpsampleNearest.Call(input, default(Tensor), Factors(factor));

    internal static Tensor Double(Tensor input) => Bilinear(input, 2);

    private static Tensor Bilinear(Tensor input, double factor) => Op.UpsampleBilinear.Call(input, default(Tensor), false, Factors(factor));

    private static double[] Factors(double factor) => [factor, factor];
}
