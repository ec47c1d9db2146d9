using System.CommandLine;
using Giqa.Cli.Rendering;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Options;

/// <summary>How images are decoded, on the verbs that read them.</summary>
internal sealed class ImageOptions
{
    private readonly Option<bool> _ignoreOrientation = Make.Flag("--ignore-orientation", "Leave images as they are stored, ignoring their EXIF orientation (as the Python tools do).");
    private readonly Option<bool> _dropAlpha = Make.Flag("--drop-alpha", "Drop transparency instead of compositing on white (as the Python tools do).");
    private readonly Option<long?> _maxPixels = Make.Count("--max-pixels", $"The most pixels an image may declare. [default: about {new DecodeOptions().MaxPixels / 1_000_000} million, like Pillow]");
    private readonly Option<long?> _maxFileBytes = Make.Count("--max-file-size", $"The most bytes an image file may have. [default: {Figures.Bytes(new DecodeOptions().MaxFileBytes)}]");

    public IReadOnlyList<Option> All => [_ignoreOrientation, _dropAlpha, _maxPixels, _maxFileBytes];

    /// <summary>The decode options of a run with a model: those that it was fitted with, if recorded.</summary>
    /// <param name="arguments">What the user gave.</param>
    /// <param name="habits">How the model's real images were decoded; null if not recorded.</param>
    /// <param name="model">The model's file, for the error.</param>
    /// <exception cref="UsageException">A switch contradicts the model.</exception>
    public DecodeOptions ReadFor(ParseResult arguments, DecodeHabits? habits, string model)
    {
        var given = Read(arguments);
        if (habits is null)
        {
            return given;
        }

        RequireAgreement(arguments, _dropAlpha, habits.Alpha == AlphaMode.Drop, $"{model} was fitted with transparency {(habits.Alpha == AlphaMode.Drop ? "dropped" : "on white")}");
        RequireAgreement(arguments, _ignoreOrientation, !habits.ApplyOrientation, $"{model} was fitted with EXIF orientation {(habits.ApplyOrientation ? "applied" : "ignored")}");
        return given with { Alpha = habits.Alpha, ApplyOrientation = habits.ApplyOrientation };
    }

    /// <summary>The decode options that match features that are already there; a switch that was given stays.</summary>
    public static DecodeOptions Adopt(DecodeOptions given, DecodeHabits? habits) => habits is null ? given : given with
    {
        Alpha = given.Alpha == AlphaMode.Drop ? AlphaMode.Drop : habits.Alpha,
        ApplyOrientation = given.ApplyOrientation && habits.ApplyOrientation,
    };

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

    private static void RequireAgreement(ParseResult arguments, Option<bool> option, bool isFitted, string fitted)
    {
        if (arguments.GetResult(option) is { Implicit: false } && arguments.GetValue(option) != isFitted)
        {
            throw new UsageException($"{option.Name} contradicts the model: {fitted}; leave the option out, or fit again");
        }
    }
}
