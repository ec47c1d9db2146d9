using Giqa.Features.Checkpoints;
using Giqa.Features.Onnx;

namespace Giqa.Features.Inception;

/// <summary>
/// The Inception network that FID is defined on, built as an ONNX graph from a checkpoint's weights. Against torchvision's
/// Inception-v3: 1008 classes, no auxiliary head, batch norm epsilon 1e-3; the pooling branches of the blocks A and C and of
/// the first E average over the pixels inside the image only, that of the last E takes their maximum.
/// </summary>
internal sealed class FidInception
{
    /// <summary>Columns and rows of the input.</summary>
    internal const int InputSize = 299;

    private const string Input = "x";
    private readonly OnnxGraph _graph = new("fid-inception");
    private readonly InceptionLayers _layers;

    private readonly IReadOnlyCollection<FidInceptionTap> _taps;

    private FidInception(IReadOnlyDictionary<string, TorchTensor> weights, IReadOnlyCollection<FidInceptionTap> taps) =>
        (_layers, _taps) = (new InceptionLayers(_graph, weights), taps);

    /// <summary>Builds the graph: input <c>x</c> [n, 3, 299, 299], already scaled; one output for each requested tap.</summary>
    /// <param name="weights">The tensors of <c>pt_inception-2015-12-05</c>, or of a checkpoint with its names and shapes.</param>
    /// <param name="taps">The outputs; layers that none of them needs are left out, but their weights must be there.</param>
    /// <returns>The serialised ONNX model.</returns>
    /// <exception cref="ModelFileException">A tensor is missing or has another shape; the message names it.</exception>
    internal static byte[] Build(IReadOnlyDictionary<string, TorchTensor> weights, params IReadOnlyCollection<FidInceptionTap> taps) =>
        new FidInception(weights, taps).Build();

    private byte[] Build()
    {
        _ = _graph.AddInput(Input, "n", "3", $"{InputSize}", $"{InputSize}");
        var x = _layers.Convolution("Conv2d_1a_3x3", Input, 3, 32, new Kernel(3, 3, Stride: 2));
        x = _layers.Convolution("Conv2d_2a_3x3", x, 32, 32, new Kernel(3, 3));
        x = _layers.Convolution("Conv2d_2b_3x3", x, 32, 64, Kernel.Same(3, 3));
        x = Tap(FidInceptionTap.Pool64, _layers.MaximumPool("pool1", x, stride: 2));
        x = _layers.Convolution("Conv2d_3b_1x1", x, 64, 80, Kernel.Point);
        x = _layers.Convolution("Conv2d_4a_3x3", x, 80, 192, new Kernel(3, 3));
        x = Tap(FidInceptionTap.Pool192, _layers.MaximumPool("pool2", x, stride: 2));
        x = BlockA("Mixed_5b", x, 192, 32);
        x = BlockA("Mixed_5c", x, 256, 64);
        x = BlockA("Mixed_5d", x, 288, 64);
        x = BlockB("Mixed_6a", x);
        x = BlockC("Mixed_6b", x, 128);
        x = BlockC("Mixed_6c", x, 160);
        x = BlockC("Mixed_6d", x, 160);
        x = Tap(FidInceptionTap.Pool768, BlockC("Mixed_6e", x, 192));
        x = BlockD("Mixed_7a", x);
        x = BlockE("Mixed_7b", x, 1280, _layers.AveragePool);
        x = BlockE("Mixed_7c", x, 2048, (name, input) => _layers.MaximumPool(name, input, stride: 1, padding: 1));
        _ = Tap(FidInceptionTap.Pool2048, x);
        AddHead();
        return _graph.ToModel();
    }

    private string Tap(FidInceptionTap tap, string x)
    {
        var mean = _graph.AddNode("GlobalAveragePool", $"{tap.Output}_mean", [x]);
        AddOutput(tap, _graph.AddNode("Flatten", tap.Output, [mean]));
        return x;
    }

    private void AddOutput(FidInceptionTap tap, string x)
    {
        if (_taps.Contains(tap))
        {
            _graph.AddOutput(x, "n", $"{tap.Length}");
        }
    }

    /// <summary>Logits without the bias (Inception Score's) and with it.</summary>
    private void AddHead()
    {
        var weight = _graph.AddConstant("fc.weight", [1008, 2048], _layers.Tensor("fc.weight", 1008, 2048));
        var bias = _graph.AddConstant("fc.bias", [1008], _layers.Tensor("fc.bias", 1008));
        var unbiased = _graph.AddNode("Gemm", FidInceptionTap.UnbiasedLogits.Output, [FidInceptionTap.Pool2048.Output, weight], OnnxAttribute.Integer("transB", 1));
        AddOutput(FidInceptionTap.UnbiasedLogits, unbiased);
        AddOutput(FidInceptionTap.Logits, _graph.AddNode("Add", FidInceptionTap.Logits.Output, [unbiased, bias]));
    }

    private string BlockA(string block, string x, int inputs, int pooled)
    {
        var single = _layers.Convolution($"{block}.branch1x1", x, inputs, 64, Kernel.Point);
        var five = _layers.Convolution($"{block}.branch5x5_1", x, inputs, 48, Kernel.Point);
        five = _layers.Convolution($"{block}.branch5x5_2", five, 48, 64, Kernel.Same(5, 5));
        var twice = _layers.Convolution($"{block}.branch3x3dbl_1", x, inputs, 64, Kernel.Point);
        twice = _layers.Convolution($"{block}.branch3x3dbl_2", twice, 64, 96, Kernel.Same(3, 3));
        twice = _layers.Convolution($"{block}.branch3x3dbl_3", twice, 96, 96, Kernel.Same(3, 3));
        var pool = _layers.Convolution($"{block}.branch_pool", _layers.AveragePool($"{block}.average", x), inputs, pooled, Kernel.Point);
        return _layers.Concatenate(block, single, five, twice, pool);
    }

    private string BlockB(string block, string x)
    {
        var three = _layers.Convolution($"{block}.branch3x3", x, 288, 384, new Kernel(3, 3, Stride: 2));
        var twice = _layers.Convolution($"{block}.branch3x3dbl_1", x, 288, 64, Kernel.Point);
        twice = _layers.Convolution($"{block}.branch3x3dbl_2", twice, 64, 96, Kernel.Same(3, 3));
        twice = _layers.Convolution($"{block}.branch3x3dbl_3", twice, 96, 96, new Kernel(3, 3, Stride: 2));
        return _layers.Concatenate(block, three, twice, _layers.MaximumPool($"{block}.maximum", x, stride: 2));
    }

    private string BlockC(string block, string x, int width)
    {
        var single = _layers.Convolution($"{block}.branch1x1", x, 768, 192, Kernel.Point);
        var seven = _layers.Convolution($"{block}.branch7x7_1", x, 768, width, Kernel.Point);
        seven = _layers.Convolution($"{block}.branch7x7_2", seven, width, width, Kernel.Same(1, 7));
        seven = _layers.Convolution($"{block}.branch7x7_3", seven, width, 192, Kernel.Same(7, 1));
        var twice = _layers.Convolution($"{block}.branch7x7dbl_1", x, 768, width, Kernel.Point);
        twice = _layers.Convolution($"{block}.branch7x7dbl_2", twice, width, width, Kernel.Same(7, 1));
        twice = _layers.Convolution($"{block}.branch7x7dbl_3", twice, width, width, Kernel.Same(1, 7));
        twice = _layers.Convolution($"{block}.branch7x7dbl_4", twice, width, width, Kernel.Same(7, 1));
        twice = _layers.Convolution($"{block}.branch7x7dbl_5", twice, width, 192, Kernel.Same(1, 7));
        var pool = _layers.Convolution($"{block}.branch_pool", _layers.AveragePool($"{block}.average", x), 768, 192, Kernel.Point);
        return _layers.Concatenate(block, single, seven, twice, pool);
    }

    private string BlockD(string block, string x)
    {
        var three = _layers.Convolution($"{block}.branch3x3_1", x, 768, 192, Kernel.Point);
        three = _layers.Convolution($"{block}.branch3x3_2", three, 192, 320, new Kernel(3, 3, Stride: 2));
        var seven = _layers.Convolution($"{block}.branch7x7x3_1", x, 768, 192, Kernel.Point);
        seven = _layers.Convolution($"{block}.branch7x7x3_2", seven, 192, 192, Kernel.Same(1, 7));
        seven = _layers.Convolution($"{block}.branch7x7x3_3", seven, 192, 192, Kernel.Same(7, 1));
        seven = _layers.Convolution($"{block}.branch7x7x3_4", seven, 192, 192, new Kernel(3, 3, Stride: 2));
        return _layers.Concatenate(block, three, seven, _layers.MaximumPool($"{block}.maximum", x, stride: 2));
    }

    private string BlockE(string block, string x, int inputs, Func<string, string, string> addPool)
    {
        var single = _layers.Convolution($"{block}.branch1x1", x, inputs, 320, Kernel.Point);
        var three = _layers.Convolution($"{block}.branch3x3_1", x, inputs, 384, Kernel.Point);
        var threeRow = _layers.Convolution($"{block}.branch3x3_2a", three, 384, 384, Kernel.Same(1, 3));
        var threeColumn = _layers.Convolution($"{block}.branch3x3_2b", three, 384, 384, Kernel.Same(3, 1));
        var twice = _layers.Convolution($"{block}.branch3x3dbl_1", x, inputs, 448, Kernel.Point);
        twice = _layers.Convolution($"{block}.branch3x3dbl_2", twice, 448, 384, Kernel.Same(3, 3));
        var twiceRow = _layers.Convolution($"{block}.branch3x3dbl_3a", twice, 384, 384, Kernel.Same(1, 3));
        var twiceColumn = _layers.Convolution($"{block}.branch3x3dbl_3b", twice, 384, 384, Kernel.Same(3, 1));
        var pool = _layers.Convolution($"{block}.branch_pool", addPool($"{block}.pool", x), inputs, 192, Kernel.Point);
        return _layers.Concatenate(block, single, threeRow, threeColumn, twiceRow, twiceColumn, pool);
    }
}

/// <summary>A place at which features are read from the FID network.</summary>
/// <param name="Output">The output's name in the graph.</param>
/// <param name="Length">How many numbers it gives for an image.</param>
internal sealed record FidInceptionTap(string Output, int Length)
{
    /// <summary>Spatial mean after the first maximum pool.</summary>
    internal static FidInceptionTap Pool64 { get; } = new("pool64", 64);

    /// <summary>Spatial mean after the second maximum pool.</summary>
    internal static FidInceptionTap Pool192 { get; } = new("pool192", 192);

    /// <summary>Spatial mean of Mixed_6e.</summary>
    internal static FidInceptionTap Pool768 { get; } = new("pool768", 768);

    /// <summary>Spatial mean of the last block: what FID and GIQA use.</summary>
    internal static FidInceptionTap Pool2048 { get; } = new("pool2048", 2048);

    /// <summary>The classifier's outputs without their bias: what the Inception Score uses.</summary>
    internal static FidInceptionTap UnbiasedLogits { get; } = new("logits_unbiased", 1008);

    /// <summary>The classifier's outputs.</summary>
    internal static FidInceptionTap Logits { get; } = new("logits", 1008);

    /// <summary>All taps.</summary>
    internal static IReadOnlyList<FidInceptionTap> All { get; } = [Pool64, Pool192, Pool768, Pool2048, UnbiasedLogits, Logits];
}
