using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Options;

/// <summary>How images are prepared for an imported network.</summary>
internal sealed class ImportSwitches
{
    private static readonly string[] ResizeModes = [.. Enum.GetNames<ResizeMode>().Select(Kebab)];

    private const int UsualSide = 224;

    private readonly Option<long?> _size = Make.Count("--size", "The side of its square input in pixels. [default: the network's own if its file fixes it, otherwise 224]");
    private readonly Option<string> _resize = Make.Choice("--resize", "How images are resized to that size.", "pil-bilinear", ResizeModes);
    private readonly Option<string> _scaling = Make.Choice("--scaling", "How pixels are scaled: to 0..1, -1..1, 0..255, or with ImageNet's or CLIP's mean and deviation.", "unit", "unit", "symmetric", "bytes", "imagenet", "clip");
    private readonly Option<float[]?> _mean = Triple("--mean", "Subtracted from each channel after scaling, instead of the scaling's own mean; one number is used for all three.");
    private readonly Option<float[]?> _deviation = Triple("--std", "Divides each channel after that, instead of the scaling's own deviation.");
    private readonly Option<string> _layout = Make.Choice("--layout", "The order of the input's axes: PyTorch's, TensorFlow's, or deduced from the file's channels (PyTorch's if unclear).", "auto", "auto", "nchw", "nhwc");
    private readonly Option<string?> _output = Make.Text("--output", "NODE", "The node or value that makes the features. [default: the first output]");
    private readonly Option<string?> _pooling = new("--pooling")
    {
        Description = "How that output becomes a vector. [default: spatial-mean for four axes, none for two]",
        HelpName = "none|spatial-mean|first-token|token-mean",
        CustomParser = result => Enum.GetNames<FeaturePooling>().Any(name => Kebab(name) == Make.Word(result))
            ? Make.Word(result)
            : Make.Fault<string>(result, "--pooling", "must be one of none, spatial-mean, first-token, token-mean"),
    };

    private readonly Option<string?> _licence = Make.Text("--licence", "TEXT", "The licence of the weights, to be recorded.");
    private readonly Option<bool> _ignoreOrientation = Make.Flag("--ignore-orientation", "Leave images as they are stored, ignoring their EXIF orientation.");
    private readonly Option<bool> _dropAlpha = Make.Flag("--drop-alpha", "Drop transparency instead of compositing on white.");

    public IReadOnlyList<Option> All =>
    [
        _size, _resize, _scaling, _mean, _deviation, _layout, _output, _pooling, _licence, _ignoreOrientation, _dropAlpha
    ];

    public ImportOptions Read(ParseResult arguments, string name, string path) => new()
    {
        Name = name,
        OnnxPath = path,
        Preprocessing = ReadPreprocessing(arguments),
        TakesSizeOfGraph = arguments.GetValue(_size) is null,
        TakesLayoutOfGraph = arguments.GetValue(_layout) == "auto",
        OutputNode = arguments.GetValue(_output),
        Pooling = arguments.GetValue(_pooling) is { } pooling ? Enum.GetValues<FeaturePooling>().First(value => Kebab(value.ToString()) == pooling) : null,
        Licence = arguments.GetValue(_licence) ?? "not stated",
    };

    private Preprocessing ReadPreprocessing(ParseResult arguments)
    {
        var size = (int)Math.Min(arguments.GetValue(_size) ?? UsualSide, int.MaxValue);
        var scaled = new Preprocessing { Width = size, Height = size }.WithScaling(Enum.Parse<InputScaling>(arguments.GetValue(_scaling)!, ignoreCase: true));
        return scaled with
        {
            Resize = Enum.GetValues<ResizeMode>().First(mode => Kebab(mode.ToString()) == arguments.GetValue(_resize)),
            Mean = arguments.GetValue(_mean) is [var r, var g, var b] ? new RgbValues(r, g, b) : scaled.Mean,
            Deviation = arguments.GetValue(_deviation) is [var dr, var dg, var db] ? new RgbValues(dr, dg, db) : scaled.Deviation,
            Layout = arguments.GetValue(_layout) == "nhwc" ? TensorLayout.ChannelsLast : TensorLayout.ChannelsFirst,
            ApplyOrientation = !arguments.GetValue(_ignoreOrientation),
            Alpha = arguments.GetValue(_dropAlpha) ? AlphaMode.Drop : AlphaMode.OnWhite,
        };
    }

    private static Option<float[]?> Triple(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "R,G,B",
        CustomParser = result => ParseTriple(result) ?? Make.Fault<float[]>(result, name, "must be three numbers such as 0.485,0.456,0.406, or one for all channels"),
    };

    private static float[]? ParseTriple(ArgumentResult result)
    {
        var values = Make.Word(result).Split(',').Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : float.NaN).ToArray();
        return values.Length is 1 or 3 && values.All(float.IsFinite) ? [values[0], values[values.Length / 2], values[^1]] : null;
    }

    private static string Kebab(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
