using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libspng's <c>spng_ihdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpngHeader
{
    internal uint Width;
    internal uint Height;
    internal byte BitDepth;
    internal byte ColourType;
    internal byte CompressionMethod;
    internal byte FilterMethod;
    internal byte InterlaceMethod;
}
