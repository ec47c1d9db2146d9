using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>The environment as native libraries see it: the runtime keeps its own copy, which they do not look at.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable that a native library reads when it is loaded, unless the user has set it.</summary>
    internal static void SetUnlessSet(string name, string value)
    {
        if (!OperatingSystem.IsWindows() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        {
            _ = SetEnvironment(name, value, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
