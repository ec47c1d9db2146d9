using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Giqa.Features.Onnx;

/// <summary>A network with one image input and one output, ready to run.</summary>
/// <remarks>Safe to use from several threads; each run happens on the calling thread.</remarks>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly ConcurrentBag<OnnxBuffers> _buffers = [];
    private readonly long[] _inputShape;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;

    private OnnxSession(InferenceSession session, long[] inputShape)
    {
        _session = session;
        _inputShape = inputShape;
        _inputNames = [RequireImageInput(session)];
        _outputNames = [session.OutputNames[0]];
        (OutputShape, OutputType) = FindOutput();
    }

    /// <summary>The output's shape for the input shape that the session was opened with.</summary>
    internal long[] OutputShape { get; }

    /// <summary>The type of the output's elements.</summary>
    internal TensorElementType OutputType { get; }

    /// <summary>Opens a serialised model.</summary>
    /// <param name="model">The ONNX model; its first output is the wanted one.</param>
    /// <param name="name">Its name in errors.</param>
    /// <param name="inputShape">The shape of every run.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="acceptsAnyOutput">Whether it is opened only for inspection; if its output is not float32 it cannot be run.</param>
    /// <exception cref="ModelFileException">The model is damaged, or cannot take such an input.</exception>
    /// <exception cref="NativeLibraryException">The native library is missing, or has no support for the device.</exception>
    internal static OnnxSession Open(byte[] model, string name, long[] inputShape, OnnxDevice device, bool acceptsAnyOutput = false)
    {
        InferenceSession? session = null;
        try
        {
            ExternalWeights.RequireNone(model);
            using var options = CreateOptions(device);
            session = new InferenceSession(model, options);
            var opened = new OnnxSession(session, inputShape);
            return opened.OutputType == TensorElementType.Float || acceptsAnyOutput
                ? opened
                : throw new ModelFileException($"the output {opened._outputNames[0]} of {name} is of {opened.OutputType}; float32 is needed");
        }
        catch (FormatException e)
        {
            throw new ModelFileException($"{name} is not a network that can be run: {e.Message}", e);
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            session?.Dispose();
            throw OnnxFailure.Describe($"{name} is not a network that can be run", e);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Buffers of the session's shapes; give them back with <see cref="Return"/>.</summary>
    internal OnnxBuffers Rent() => _buffers.TryTake(out var buffers) ? buffers : new OnnxBuffers(_inputShape, OutputShape);

    internal void Return(OnnxBuffers buffers) => _buffers.Add(buffers);

    /// <summary>Runs the network on the buffers' input and leaves the result in their output.</summary>
    internal void Run(OnnxBuffers buffers) => _session.Run(_runOptions, _inputNames, buffers.InputValues, _outputNames, buffers.OutputValues);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_buffers.TryTake(out var buffers))
        {
            buffers.Dispose();
        }

        _runOptions.Dispose();
        _session.Dispose();
    }

    /// <summary>How every network runs: one thread, all optimisations.</summary>
    internal static SessionOptions CreateOptions(OnnxDevice device)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // One image, one core: several run side by side instead, which is as fast and makes every feature independent
            // of how many cores there are.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (device.CudaDevice is not { } cuda)
        {
            return options;
        }

        if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            options.Dispose();
            throw new NativeLibraryException("this build of ONNX Runtime has no CUDA support; reference the package Microsoft.ML.OnnxRuntime.Gpu.Linux (or build Giqa with -p:GiqaCuda=true), or use the device cpu");
        }

        try
        {
            options.AppendExecutionProvider_CUDA(cuda);
            return options;
        }
        catch (OnnxRuntimeException e)
        {
            options.Dispose();
            throw new NativeLibraryException($"CUDA device {cuda} cannot be used: it needs NVIDIA's driver and the libraries of CUDA 13 and cuDNN 9 (named above if one is missing); install them, or use the device cpu", e);
        }
    }

    private static string RequireImageInput(InferenceSession session)
    {
        var (name, metadata) = session.InputMetadata.First();
        if (session.InputMetadata.Count > 1 || metadata.ElementDataType != TensorElementType.Float || metadata.Dimensions.Length != 4)
        {
            throw new ModelFileException($"the network must have one float32 input of four axes; it has {session.InputMetadata.Count}, the first ({name}) of {metadata.ElementDataType} with {metadata.Dimensions.Length} axes");
        }

        return name;
    }

    private (long[] Shape, TensorElementType Type) FindOutput()
    {
        using var input = OrtValue.CreateTensorValueFromMemory(new float[_inputShape.Aggregate(1L, (product, axis) => product * axis)], _inputShape);
        using var outputs = _session.Run(_runOptions, _inputNames, [input], _outputNames);
        if (!outputs[0].IsTensor)
        {
            throw new ModelFileException($"the output {_outputNames[0]} is not a tensor; choose another one (--output)");
        }

        var type = outputs[0].GetTensorTypeAndShape();
        return (type.Shape, type.ElementDataType);
    }
}

/// <summary>Where a network runs.</summary>
/// <param name="CudaDevice">The number of the GPU, or null for the CPU.</param>
internal readonly record struct OnnxDevice(int? CudaDevice)
{
    /// <summary>Understands <c>cpu</c>, <c>cuda</c> and <c>cuda:N</c>.</summary>
    /// <exception cref="GiqaException">The text is none of them.</exception>
    internal static OnnxDevice Parse(string text) => text switch
    {
        "cpu" => new OnnxDevice(null),
        "cuda" => new OnnxDevice(0),
        _ when text.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new OnnxDevice(number),
        _ => throw new GiqaException($"there is no device '{text}': cpu, cuda and cuda:N are allowed"),
    };
}
