using System.Buffers;
using Giqa.Images;

namespace Giqa.Web.Service;

/// <summary>One image of a request, in memory.</summary>
internal sealed class Upload : IDisposable
{
    private readonly ByteBudget.Claim? _claim;
    private readonly byte[]? _buffer;
    private readonly int _length;

    private Upload(string name, byte[]? buffer, int length, ByteBudget.Claim? claim, string? fault) =>
        (Name, _buffer, _length, _claim, Fault) = (name, buffer, length, claim, fault);

    /// <summary>The client's name for it: a text to be shown, never a path to be opened.</summary>
    internal string Name { get; }

    /// <summary>Whether the images after it are to be compared with it.</summary>
    internal bool IsReference { get; set; }

    /// <summary>Why it was not read completely: it is too large. Null if it was.</summary>
    internal string? Fault { get; }

    /// <summary>Its bytes, valid until it is disposed of.</summary>
    internal ImageContent Content => ImageContent.FromFile(_buffer.AsMemory(0, _length));

    /// <summary>The bytes that its pixels will take.</summary>
    internal long PixelBytes => PixelEstimate.Of(_buffer.AsSpan(0, _length));

    /// <summary>Reads an image into memory, within the limits.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="announced">The maximum number of bytes, or null if unknown.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="budget">Where the memory comes from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<Upload> ReadAsync(string name, Stream body, long? announced, ServiceOptions limits, ByteBudget budget, CancellationToken cancellationToken)
    {
        var most = Math.Min(announced ?? long.MaxValue, limits.MaxImageBytes);
        var claim = await budget.ClaimAsync(most, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            var length = 0;
            for (int read; (read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length > limits.MaxImageBytes)
                {
                    return await TooLargeAsync(name, body, buffer, claim, limits, cancellationToken).ConfigureAwait(false);
                }

                buffer = length == buffer.Length ? Grown(buffer) : buffer;
            }

            claim.ShrinkTo(length);
            return new Upload(name, buffer, length, claim, null);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            claim.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _claim?.Dispose();
    }

    /// <summary>Skips the rest, so that the images after it can be reached.</summary>
    private static async Task<Upload> TooLargeAsync(string name, Stream body, byte[] buffer, ByteBudget.Claim claim, ServiceOptions limits, CancellationToken cancellationToken)
    {
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
        claim.Dispose();
        return new Upload(name, null, 0, null, $"more bytes than the {limits.MaxImageBytes} allowed");
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
