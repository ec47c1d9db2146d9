using Giqa.Features.Onnx;

namespace Giqa.Features;

/// <summary>Combines what a network's file says about its input with the options into one preprocessing.</summary>
internal sealed class ImportedInput
{
    private const int ImageAxes = 4;

    private readonly ImportOptions _options;
    private readonly OnnxSignature _signature;

    internal ImportedInput(ImportOptions options, OnnxSignature signature) => (_options, _signature) = (options, signature);

    private string Path => _options.OnnxPath;

    /// <summary>The preprocessing that satisfies both.</summary>
    /// <exception cref="ModelFileException">There is none: it has several inputs, does not take pictures, or takes pictures of a different size.</exception>
    internal Preprocessing Settle()
    {
        var input = _signature.Inputs.Count == 1
            ? _signature.Inputs[0]
            : throw new ModelFileException($"{Path} needs {_signature.Inputs.Count} inputs for that output, but only one picture can be given: {string.Join(", ", _signature.Inputs)}; choose an output that needs only the picture (--output), or export one");
        if (!OnnxAdapter.CanTake(input.ElementType))
        {
            throw new ModelFileException($"{Path} takes {input}; pictures can be given as float32, float16, bfloat16, float64 or uint8");
        }

        RequirePixels(input);
        if (input.Axes is not { } axes)
        {
            return _options.Preprocessing;
        }

        if (axes.Count != ImageAxes)
        {
            throw new ModelFileException($"{Path} takes {input}; pictures have four axes: batch, channels, rows and columns, or with the channels last");
        }

        if (axes[0] is > 1)
        {
            throw new ModelFileException($"{Path} takes {input}, batches of exactly {axes[0]} pictures: export it with a variable batch size (dynamic_axes, dynamic_shapes), or a batch of 1");
        }

        var layout = _options.TakesLayoutOfGraph ? LayoutOf(axes) ?? _options.Preprocessing.Layout : _options.Preprocessing.Layout;
        return Settle(input, axes, _options.Preprocessing with { Layout = layout });
    }

    private Preprocessing Settle(OnnxValue input, IReadOnlyList<long?> axes, Preprocessing preprocessing)
    {
        var (channels, rows, columns) = preprocessing.Layout == TensorLayout.ChannelsFirst ? (axes[1], axes[2], axes[3]) : (axes[3], axes[1], axes[2]);
        if (channels is not (null or 1 or 3))
        {
            throw new ModelFileException($"{Path} takes {input}, which is {channels} channels where the layout {(preprocessing.Layout == TensorLayout.ChannelsFirst ? "nchw" : "nhwc")} has them; only 1 (grey) and 3 (RGB) are supported: choose the other layout (--layout), or another network");
        }

        var (height, width) = (SideOf(rows) ?? preprocessing.Height, SideOf(columns) ?? preprocessing.Width);
        return _options.TakesSizeOfGraph || (height == preprocessing.Height && width == preprocessing.Width)
            ? preprocessing with { Width = width, Height = height }
            : throw new ModelFileException($"{Path} takes {input}, pictures of {width} x {height} pixels (width x height), not {preprocessing.Width} x {preprocessing.Height}: omit --size to use the network's own");
    }

    private int? SideOf(long? axis) => axis is null ? null
        : axis <= Preprocessing.MaxSide ? (int)axis
        : throw new ModelFileException($"{Path} takes pictures of {axis} pixels per side; the maximum is {Preprocessing.MaxSide}");

    /// <summary>Where the channels are, if the axes show it.</summary>
    private static TensorLayout? LayoutOf(IReadOnlyList<long?> axes) => (axes[1] is 1 or 3, axes[3] is 1 or 3) switch
    {
        (true, false) => TensorLayout.ChannelsFirst,
        (false, true) => TensorLayout.ChannelsLast,
        _ => null,
    };

    /// <summary>A network that declares that it takes pixels must not be given scaled values.</summary>
    private void RequirePixels(OnnxValue input)
    {
        var own = _options.Preprocessing;
        if (own == own.WithScaling(InputScaling.Bytes))
        {
            return;
        }

        if (OnnxAdapter.TakesBytes(input.ElementType))
        {
            throw new ModelFileException($"{Path} takes {input}, pixels of 0 to 255: use the scaling 'bytes' (--scaling bytes)");
        }

        if (_signature.Metadata.TryGetValue("giqa.input", out var pixels))
        {
            throw new ModelFileException($"{Path} is a scorer that Giqa exported, and takes pixels ({pixels}): use the scaling 'bytes' (--scaling bytes)");
        }
    }
}
