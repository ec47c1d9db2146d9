using Microsoft.ML.OnnxRuntime;

namespace Giqa.Features.Onnx;

/// <summary>One run's input and output, at fixed places in memory that the native side reads and writes without a copy.</summary>
/// <remarks>For one run at a time.</remarks>
internal sealed class OnnxBuffers : IDisposable
{
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    internal OnnxBuffers(long[] inputShape, long[] outputShape)
    {
        Input = Allocate(inputShape);
        Output = Allocate(outputShape);
        _input = OrtValue.CreateTensorValueFromMemory(Input, inputShape);
        _output = OrtValue.CreateTensorValueFromMemory(Output, outputShape);
        InputValues = [_input];
        OutputValues = [_output];
    }

    internal float[] Input { get; }

    internal float[] Output { get; }

    internal OrtValue[] InputValues { get; }

    internal OrtValue[] OutputValues { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    private static float[] Allocate(long[] shape) =>
        GC.AllocateArray<float>(checked((int)shape.Aggregate(1L, (product, axis) => product * axis)), pinned: true);
}
