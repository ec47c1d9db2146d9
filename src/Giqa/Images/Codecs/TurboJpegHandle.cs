using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>A TurboJPEG compressor or decompressor. One per call: making one costs microseconds, and no thread shares it.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    public TurboJpegHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => TurboJpeg.tjDestroy(handle) == 0;
}
