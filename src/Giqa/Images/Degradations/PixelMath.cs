namespace Giqa.Images;

/// <summary>What the degradations share.</summary>
internal static class PixelMath
{
    /// <summary>Rounds to the nearest byte, halves upwards.</summary>
    internal static byte ToByte(float value) => (byte)Math.Clamp((int)MathF.Floor(value + 0.5f), 0, 255);
}
