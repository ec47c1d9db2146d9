using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libspng's <c>spng_exif</c>; the data belong to the context.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpngExif
{
    internal nuint Length;
    internal byte* Data;
}
