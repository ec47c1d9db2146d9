using Giqa.Images;

namespace Giqa.Features;

/// <summary>A generated picture, and the features that a backbone is known to give for it.</summary>
internal static class SelfTest
{
    private const int Size = 256;

    /// <summary>
    /// Processors and versions of the runtime order their sums differently; that moves features by parts in a million.
    /// Wrong weights or a wrong graph move them by whole values.
    /// </summary>
    private const double Tolerance = 1e-3;

    /// <summary>A ramp under a busy pattern: every channel has smooth and sharp places.</summary>
    internal static RgbImage Draw()
    {
        var pixels = new byte[3 * Size * Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, channel) = (i / 3 % Size, i / 3 / Size, i % 3);
            var ramp = channel == 1 ? y : x;
            var busy = (((x * (5 + channel)) ^ (y * 3)) >> 2) & 63;
            pixels[i] = (byte)(((ramp * 3) / 4) + busy);
        }

        return new RgbImage(Size, Size, pixels);
    }

    /// <summary>Compares features of the picture with recorded ones.</summary>
    /// <param name="features">What the backbone gives now.</param>
    /// <param name="recorded">What it gave: all features, or equally many evenly spaced ones.</param>
    /// <returns>One line on the difference, or null when they agree.</returns>
    internal static string? Compare(float[] features, IReadOnlyList<float> recorded)
    {
        var step = features.Length / Math.Max(1, recorded.Count);
        if (step == 0 || recorded.Count == 0)
        {
            return $"it gives {features.Length} features, but {recorded.Count} were recorded";
        }

        var scale = Math.Max(recorded.Max(Math.Abs), float.Epsilon);
        var worst = recorded.Select((expected, i) => Math.Abs(expected - features[i * step])).Max();
        return worst <= Tolerance * scale
            ? null
            : FormattableString.Invariant($"its features for the test picture differ by {worst / scale:G3} of their size from the recorded ones; {Tolerance} is allowed");
    }
}
