using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giqa.Images.Codecs;

namespace Giqa.Numerics;

/// <summary>One resolver for the whole assembly: a library that needs more than its plain name is looked up here.</summary>
internal static class NativeLibraryResolver
{
#pragma warning disable CA2255 // An assembly has one resolver slot, and it must be filled before the first import is bound.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name switch
        {
            OpenBlasLibrary.Name => OpenBlasLibrary.Resolve(),
            TurboJpegLibrary.Name => TurboJpegLibrary.Resolve(),
            _ => 0,
        };
}
