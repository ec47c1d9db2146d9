using System.Globalization;

namespace Giqa.Features.Onnx;

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
