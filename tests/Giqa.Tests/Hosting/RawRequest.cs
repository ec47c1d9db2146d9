using System.Net.Sockets;
using System.Text;
using Giqa.Tests.Support;

namespace Giqa.Tests.Hosting;

/// <summary>Bytes sent to a server as they are, and what comes back until it closes the connection.</summary>
internal static class RawRequest
{
    internal static Task<string> SendAsync(Uri url, string text) => SendAsync(url, Encoding.Latin1.GetBytes(text));

    /// <returns>The answer, headers included; empty when the server hung up.</returns>
    internal static async Task<string> SendAsync(Uri url, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        var stream = client.GetStream();
        using var limit = Eventually.Patience();
        using var answer = new MemoryStream();

        // The server may answer and hang up before it has read everything: its answer counts, whatever becomes of the rest.
        await Task.WhenAll(UnlessHungUp(stream.WriteAsync(bytes, limit.Token).AsTask()), UnlessHungUp(stream.CopyToAsync(answer, limit.Token)));
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static async Task UnlessHungUp(Task transfer)
    {
        try
        {
            await transfer;
        }
        catch (IOException)
        {
        }
    }
}
