using System.CommandLine;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Options;

/// <summary>Which backbone sees the images, on the verbs that may choose one.</summary>
internal sealed class BackboneOptions
{
    private readonly Option<string?> _backbone = Make.Text("--backbone", "B", "The network that makes features; 'giqa models list' names them. [default: the best that is installed]");

    public void AddTo(Command verb) => verb.Options.Add(_backbone);

    /// <summary>The name given, or null.</summary>
    public string? Name(ParseResult arguments) => arguments.GetValue(_backbone);

    /// <summary>Opens a backbone by name, decoding as the options say: how images are decoded is part of its fingerprint.</summary>
    public static Backbone Open(BackboneStore store, string? name, DecodeOptions decoding)
    {
        var backbone = store.Open(name);
        return backbone.WithPreprocessing(backbone.Preprocessing with
        {
            Alpha = decoding.Alpha == AlphaMode.Drop ? AlphaMode.Drop : backbone.Preprocessing.Alpha,
            ApplyOrientation = decoding.ApplyOrientation && backbone.Preprocessing.ApplyOrientation,
        });
    }
}
