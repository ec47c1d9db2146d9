using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libwebp's <c>WebPBitstreamFeatures</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WebpFeatures
{
    internal int Width;
    internal int Height;
    internal int HasAlpha;
    internal int HasAnimation;
    internal int Format;
    private Padding _padding;

    [InlineArray(5)]
    private struct Padding
    {
        private uint _element;
    }
}
