using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Each pixel's channels scaled to a mean square of 1 (Karras et al. 2018, section 4.2): b = a / sqrt(mean a^2 + 1e-8).</summary>
internal static class PixelNorm
{
    internal const float Epsilon = 1e-8f;

    /// <param name="x">N x channels, or N x channels x H x W.</param>
    internal static Tensor Of(Tensor x)
    {
        // The mean of squares of small values loses too many digits in bfloat16.
        using var exact = new FullPrecision();
        var values = x.To(ElementType.Float32);
        return values * Op.ReciprocalRoot.Call(values.Square().Mean([1], keepAxes: true) + Epsilon);
    }
}
