using Giqa.Images;

namespace Giqa;

/// <summary>Reads whole image files from streams of unknown length.</summary>
internal static class EncodedStream
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ImageException">It has more bytes.</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long limit, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[ChunkLength];
        for (int read; (read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (buffer.Length + read > limit)
            {
                throw new ImageException(ImageFault.TooLarge, $"more bytes than the {limit} allowed");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
