using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Giqa.Web.Hosting;

/// <summary>Keeps connections available: a silent one is closed soon, and one address gets only a share of them.</summary>
/// <remarks>Without this, a client that opens all available connections locks out the probes of a supervisor, which would then restart the service.</remarks>
/// <param name="next">The handler of the connection.</param>
/// <param name="options">The limits.</param>
internal sealed class ConnectionGate(ConnectionDelegate next, LocalWebHostOptions options)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    internal async Task RunAsync(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        try
        {
            // A connection over the share is closed like any other, not reset: a client that is still connecting would see a reset as a fault.
            if (_open.AddOrUpdate(address, 1, (_, count) => count + 1) <= options.MaxConnectionsOfAnAddress && await SpeaksAsync(connection).ConfigureAwait(false))
            {
                await next(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_open.AddOrUpdate(address, 0, (_, count) => count - 1) == 0)
            {
                _ = ((ICollection<KeyValuePair<IPAddress, int>>)_open).Remove(new(address, 0));
            }
        }
    }

    /// <summary>Waits for the first byte, and leaves it where it is.</summary>
    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(options.FirstByteLimit);
        try
        {
            var first = await connection.Transport.Input.ReadAsync(limit.Token).ConfigureAwait(false);
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            connection.Abort(new ConnectionAbortedException("nothing was sent"));
            return false;
        }
    }
}
