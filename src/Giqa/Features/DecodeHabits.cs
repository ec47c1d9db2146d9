using Giqa.Images;

namespace Giqa.Features;

/// <summary>How the images behind features were decoded, as far as it affects features. Stored with features and models.</summary>
/// <param name="Alpha">How transparency was handled.</param>
/// <param name="ApplyOrientation">Whether images were turned according to their EXIF orientation.</param>
internal sealed record DecodeHabits(AlphaMode Alpha, bool ApplyOrientation)
{
    private const string AlphaKey = "alpha";
    private const string OrientationKey = "orientation";
    private const string Dropped = "drop";
    private const string Ignored = "ignore";

    /// <summary>The habits of a way of preparing images.</summary>
    public static DecodeHabits Of(Preprocessing preprocessing) => new DecodeHabits(preprocessing.Alpha, preprocessing.ApplyOrientation);

    /// <summary>The same way of preparing images, with these habits.</summary>
    internal Preprocessing In(Preprocessing preprocessing) => preprocessing with { Alpha = Alpha, ApplyOrientation = ApplyOrientation };

    /// <summary>Writes them into a file's metadata.</summary>
    internal void AddTo(IDictionary<string, string> metadata)
    {
        metadata[AlphaKey] = Alpha == AlphaMode.Drop ? Dropped : "on-white";
        metadata[OrientationKey] = ApplyOrientation ? "apply" : Ignored;
    }

    /// <summary>Reads them from a file's metadata; null if not recorded.</summary>
    internal static DecodeHabits? From(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(AlphaKey, out var alpha) && metadata.TryGetValue(OrientationKey, out var orientation)
            ? new DecodeHabits(alpha == Dropped ? AlphaMode.Drop : AlphaMode.OnWhite, orientation != Ignored)
            : null;
}
