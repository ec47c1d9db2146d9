using System.CommandLine;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Options;

/// <summary>Which backbone sees the images, on the verbs that may choose one.</summary>
internal sealed class BackboneOptions(string byDefault = "the best one installed")
{
    private readonly Option<string?> _backbone = Make.Text("--backbone", "B", $"The network that makes features; 'giqa models list' lists them. [default: {byDefault}]");

    private readonly Option<string?> _preset = Make.Text("--preset", "P", "A tool's way of preparing images for inception-fid, such as pytorch-fid or clean-fid; scaled-jpeg, for a built-in backbone, decodes large JPEGs at a fraction of their size. [default: the backbone's own]");

    public IReadOnlyList<Option> All => [_backbone, _preset];

    /// <summary>The name given, or null.</summary>
    public string? Name(ParseResult arguments) => arguments.GetValue(_backbone);

    /// <summary>The preset given, or null.</summary>
    public string? Preset(ParseResult arguments) => arguments.GetValue(_preset);

    /// <summary>The backbone, with the decoding that the options ask for: how images are decoded is part of its fingerprint.</summary>
    public static Backbone Decode(Backbone backbone, DecodeOptions decoding) =>
        backbone.WithPreprocessing(backbone.Preprocessing with
        {
            Alpha = decoding.Alpha == AlphaMode.Drop ? AlphaMode.Drop : backbone.Preprocessing.Alpha,
            ApplyOrientation = decoding.ApplyOrientation && backbone.Preprocessing.ApplyOrientation,
        });
}
