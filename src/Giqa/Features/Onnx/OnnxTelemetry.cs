using System.Runtime.CompilerServices;
using Giqa.Numerics;

namespace Giqa.Features.Onnx;

/// <summary>
/// ONNX Runtime as its publisher builds it reports every network that it opens to Microsoft, and keeps an identifier of the
/// machine for that. Users who score images have not asked for it: it is off, unless the user sets the variable to 0.
/// </summary>
internal static class OnnxTelemetry
{
#pragma warning disable CA2255 // The library reads the variable once, when any of it is first used, by any code.
    [ModuleInitializer]
    internal static void SwitchOff() => NativeEnvironment.SetUnlessSet("ORT_DISABLE_TELEMETRY", "1");
#pragma warning restore CA2255
}
