using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>One resolver for the whole assembly: a library that needs more than its plain name is looked up here.</summary>
internal static class NativeLibraryResolver
{
    private static readonly ConcurrentDictionary<string, nint> Found = new(StringComparer.Ordinal);

#pragma warning disable CA2255 // An assembly has one resolver slot, and it must be filled before the first import is bound.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);
#pragma warning restore CA2255

    /// <summary>Answers for a library that was found elsewhere.</summary>
    internal static void Add(string name, nint handle) => Found[name] = handle;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == OpenBlasLibrary.Name ? OpenBlasLibrary.Resolve() : Found.GetValueOrDefault(name);
}
