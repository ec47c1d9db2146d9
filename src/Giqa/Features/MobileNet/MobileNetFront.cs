using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Giqa.Numerics;

namespace Giqa.Features.MobileNet;

/// <summary>The first blocks of a MobileNetV2, up to the deepest layer whose means are features, for processors with AVX-512.</summary>
/// <remarks>
/// It does in two thirds of ONNX Runtime's time what that does, and starts without it: see docs/decisions/0009. The sums are the same in
/// another order. Safe to use from several threads.
/// </remarks>
internal sealed unsafe class MobileNetFront : IFeatureNetwork
{
    /// <summary>Rows and columns of the input.</summary>
    internal const int Side = 224;

    private const int Colours = 3;
    private const int KernelSide = 3;

    // One pixel more than there are, for the padding at the right and at the bottom.
    private const int RowLength = (Side + 1) * Colours;

    /// <summary>What the name of a layer ends in that clips a convolution's outputs.</summary>
    private const string Activation = "_relu";

    /// <summary>The blocks that halve their map.</summary>
    private static readonly int[] Halving = [1, 3, 6, 13];

    private readonly List<InvertedResidual> _blocks = [];
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private readonly int _featureCount;
    private readonly int _mapLength;
    private readonly int _rowsLength;

    private MobileNetFront(MobileNetWeights weights, IReadOnlyList<string> layers)
    {
        _featureCount = layers.Sum(layer => weights.Bias(layer[..^Activation.Length]).Length);
        var (size, input) = (Side / 2, new InputPlan(2 * RowLength, 2 * Colours, RowLength));
        var (channels, deepest) = (0, layers.Max(BlockOf));
        for (var number = 0; number <= deepest; number++)
        {
            var block = Open(weights, layers, number, size, input, channels, isLast: number == deepest);
            _blocks.Add(block);
            size = block.OutputSize;
            channels = number == deepest ? 0 : weights.Bias(Name(number, "project")).Length;
            input = new InputPlan(size * block.OutputStride, block.OutputStride, 0);
        }

        _mapLength = _blocks.Max(block => block.OutputSize * block.OutputSize * block.OutputStride);
        _rowsLength = _blocks.Max(block => block.RowsLength);
    }

    /// <summary>Whether this processor can run it.</summary>
    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Makes the network.</summary>
    /// <param name="model">The model that <c>eng/Giqa.WeightMaker</c> made.</param>
    /// <param name="layers">The layers whose means are the features, in order: <c>block_N_expand_relu</c> or <c>block_N_depthwise_relu</c>, the deepest of them the former.</param>
    internal static MobileNetFront Open(byte[] model, IReadOnlyList<string> layers) => new(MobileNetWeights.Read(model), layers);

    public TensorLayout Layout => TensorLayout.ChannelsLast;

    public float[][] Run(IReadOnlyList<float[]> inputs) => [.. inputs.Select(input => Run(input.AsSpan(0, Side * Side * Colours)))];

    private float[] Run(ReadOnlySpan<float> pixels)
    {
        var features = new float[_featureCount];
        if (!_scratch.TryTake(out var scratch))
        {
            scratch = new Scratch(_mapLength, _rowsLength);
        }

        for (var row = 0; row < Side; row++)
        {
            pixels.Slice(row * Side * Colours, Side * Colours).CopyTo(new Span<float>(scratch.Image.Pointer + (row * RowLength), Side * Colours));
        }

        var source = scratch.Image.Pointer;
        for (var i = 0; i < _blocks.Count; i++)
        {
            var target = (i % 2 == 0 ? scratch.Map : scratch.OtherMap).Pointer;
            _blocks[i].Run(source, target, scratch.Rows.Pointer, features);
            source = target;
        }

        _scratch.Add(scratch);
        return features;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _blocks.ForEach(block => block.Dispose());
        while (_scratch.TryTake(out var scratch))
        {
            scratch.Dispose();
        }
    }

    private static InvertedResidual Open(MobileNetWeights weights, IReadOnlyList<string> layers, int number, int size, InputPlan input, int channels, bool isLast)
    {
        var (expand, depthwise, project) = (Name(number, "expand"), Name(number, "depthwise"), Name(number, "project"));
        var stride = Array.IndexOf(Halving, number) < 0 ? 1 : 2;
        var projection = isLast ? null : new PointwiseLayer(weights.Kernel(project), weights.Bias(project), 1, isClipped: false);
        return new InvertedResidual(
            number == 0
                ? new PointwiseLayer(ByRows(weights.Kernel(expand)), weights.Bias(expand), KernelSide, isClipped: true)
                : new PointwiseLayer(weights.Kernel(expand), weights.Bias(expand), 1, isClipped: true),
            isLast ? null : new DepthwiseLayer(weights.Kernel(depthwise), weights.Bias(depthwise), stride),
            projection)
        {
            Size = size,
            Input = input,
            IsResidual = stride == 1 && projection?.Outputs == channels,
            ExpansionMeans = PlaceOf(weights, layers, expand),
            DepthwiseMeans = PlaceOf(weights, layers, depthwise),
        };
    }

    /// <summary>A layer's name; the first block is expanded by the network's first convolution.</summary>
    private static string Name(int block, string part) => (block, part) switch
    {
        (0, "expand") => "Conv1",
        (0, _) => $"expanded_conv_{part}",
        _ => $"block_{block}_{part}",
    };

    private static int BlockOf(string layer) => int.Parse(layer.Split('_')[1], CultureInfo.InvariantCulture);

    /// <summary>Where a layer's means begin among the features; null if they are none.</summary>
    private static int? PlaceOf(MobileNetWeights weights, IReadOnlyList<string> layers, string layer)
    {
        var place = 0;
        foreach (var name in layers)
        {
            var convolution = name[..^Activation.Length];
            if (convolution == layer)
            {
                return place;
            }

            place += weights.Bias(convolution).Length;
        }

        return null;
    }

    /// <summary>A kernel of outputs x colours x rows x columns, in the order in which an image has them: rows, columns, colours.</summary>
    private static float[] ByRows(float[] kernel)
    {
        const int area = KernelSide * KernelSide;
        var ordered = new float[kernel.Length];
        for (var i = 0; i < kernel.Length; i++)
        {
            var (output, colour, place) = (i / (Colours * area), i / area % Colours, i % area);
            ordered[(((output * area) + place) * Colours) + colour] = kernel[i];
        }

        return ordered;
    }

    private sealed class Scratch(int mapLength, int rowsLength) : IDisposable
    {
        internal AlignedBuffer<float> Image { get; } = new((long)RowLength * (Side + 1));

        internal AlignedBuffer<float> Map { get; } = new(mapLength);

        internal AlignedBuffer<float> OtherMap { get; } = new(mapLength);

        internal AlignedBuffer<float> Rows { get; } = new(rowsLength);

        public void Dispose()
        {
            Image.Dispose();
            Map.Dispose();
            OtherMap.Dispose();
            Rows.Dispose();
        }
    }
}
