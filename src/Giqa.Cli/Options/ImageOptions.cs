using System.CommandLine;
using Giqa.Images;

namespace Giqa.Cli.Options;

/// <summary>How images are decoded, on the verbs that read them.</summary>
internal sealed class ImageOptions
{
    private readonly Option<bool> _ignoreOrientation = Make.Flag("--ignore-orientation", "Leave images as they are stored, whatever their EXIF orientation says (the Python tools' habit).");
    private readonly Option<bool> _dropAlpha = Make.Flag("--drop-alpha", "Drop transparency instead of compositing on white (the Python tools' habit).");
    private readonly Option<long?> _maxPixels = Make.Count("--max-pixels", $"The most pixels an image may announce. [default: {new DecodeOptions().MaxPixels}]");
    private readonly Option<long?> _maxFileBytes = Make.Count("--max-file-size", $"The most bytes an image file may have. [default: {new DecodeOptions().MaxFileBytes}]");

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_ignoreOrientation, _dropAlpha, _maxPixels, _maxFileBytes])
        {
            verb.Options.Add(option);
        }
    }

    public DecodeOptions Read(ParseResult arguments)
    {
        var initial = new DecodeOptions();
        return initial with
        {
            ApplyOrientation = !arguments.GetValue(_ignoreOrientation),
            Alpha = arguments.GetValue(_dropAlpha) ? AlphaMode.Drop : AlphaMode.OnWhite,
            MaxPixels = arguments.GetValue(_maxPixels) ?? initial.MaxPixels,
            MaxFileBytes = arguments.GetValue(_maxFileBytes) ?? initial.MaxFileBytes,
        };
    }
}
