using System.Net;
using System.Net.Sockets;

namespace Giqa.Tests.Support;

/// <summary>Ports for servers that must be told theirs, because they come back on the same one.</summary>
internal static class FreePort
{
    // Below those that the system gives to whoever asks for any: no other test's server or client gets one of them meanwhile.
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int s_taken;

    /// <summary>A port that nobody listens on, and that no other test of this process was told.</summary>
    internal static int Next()
    {
        while (true)
        {
            var port = First + ((Environment.ProcessId + Interlocked.Increment(ref s_taken)) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}
