using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>The environment as native libraries see it: the runtime keeps its own copy, which they do not look at.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable that a native library reads when it is loaded, unless the user has set it.</summary>
    internal static void SetUnlessSet(string name, string value)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            // The process has one block of variables, which the runtime does set, and the C library a table made from it at the start.
            Environment.SetEnvironmentVariable(name, value);
            _ = PutEnvironment(name, value);
        }
        else
        {
            _ = SetEnvironment(name, value, 1);
        }
    }

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PutEnvironment(string name, string value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
