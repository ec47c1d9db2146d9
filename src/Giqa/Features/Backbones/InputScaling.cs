namespace Giqa.Features;

/// <summary>The usual ways of scaling pixels, by name.</summary>
public enum InputScaling
{
    /// <summary>0..1.</summary>
    Unit,

    /// <summary>-1..1: <c>2 * pixel / 255 - 1</c>.</summary>
    Symmetric,

    /// <summary>0..255, as stored.</summary>
    Bytes,

    /// <summary>0..1, then ImageNet's mean (.485, .456, .406) and deviation (.229, .224, .225).</summary>
    ImageNet,

    /// <summary>0..1, then the mean (.48145466, .4578275, .40821073) and deviation (.26862954, .26130258, .27577711) of OpenAI's CLIP.</summary>
    Clip,
}
