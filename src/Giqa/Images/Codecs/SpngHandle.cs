using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>A libspng decoding context; it reads one image.</summary>
internal sealed class SpngHandle : SafeHandle
{
    public SpngHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Spng.spng_ctx_free(handle);
        return true;
    }
}
