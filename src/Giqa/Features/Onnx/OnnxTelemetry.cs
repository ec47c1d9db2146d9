using System.Runtime.CompilerServices;
using Giqa.Numerics;

namespace Giqa.Features.Onnx;

/// <summary>
/// ONNX Runtime as its publisher builds it tells Microsoft about every network that it opens, and keeps a number of the
/// machine for it. Nobody who scores images has asked for that: it is off, unless the user sets the variable to 0.
/// </summary>
internal static class OnnxTelemetry
{
#pragma warning disable CA2255 // The library looks at the variable once, when anything of it is first used, by whomever.
    [ModuleInitializer]
    internal static void SwitchOff() => NativeEnvironment.SetUnlessSet("ORT_DISABLE_TELEMETRY", "1");
#pragma warning restore CA2255
}
