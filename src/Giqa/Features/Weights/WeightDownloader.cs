using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Giqa.Storage;

namespace Giqa.Features.Weights;

/// <summary>
/// Downloads weights: resumes where an earlier attempt stopped, retries if the connection breaks, and gives a file
/// its final name only if its SHA-256 is right.
/// </summary>
/// <remarks>Safe to use from several threads for different files.</remarks>
internal sealed class WeightDownloader(HttpClient client, TimeProvider time)
{
    private const int Attempts = 5;
    private const int BufferBytes = 1 << 17;

    /// <summary>Downloads a file into a folder, unless it is already there.</summary>
    /// <param name="file">What to fetch.</param>
    /// <param name="folder">Where it goes; made if missing. A partial download is kept there, ending in <c>.part</c>.</param>
    /// <param name="progress">Reported about every 128 KiB.</param>
    /// <param name="cancellationToken">Stops the download; the part fetched so far is kept.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="GiqaException">The server cannot be reached, refuses, or sends a file with another hash.</exception>
    public async Task<string> DownloadAsync(WeightFile file, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.Name);
        if (File.Exists(path))
        {
            await CheckAsync(file, path, cancellationToken).ConfigureAwait(false);
            return path;
        }

        _ = Directory.CreateDirectory(folder);
        var part = $"{path}.part";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(file.Address, part, progress, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception e) when (IsTransient(e) && attempt < Attempts && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 1)), time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw new GiqaException($"cannot download {file.Address}: {e.Message}. Download it elsewhere and give the file instead", e);
            }
        }

        await CheckAsync(file, part, cancellationToken).ConfigureAwait(false);
        File.Move(part, path, overwrite: true);
        return path;
    }

    /// <summary>Checks a file that is on disk against the hash that its publisher gives.</summary>
    /// <exception cref="GiqaException">The hash differs; a downloaded part is removed, so that the next attempt starts afresh.</exception>
    public static async Task CheckAsync(WeightFile file, string path, CancellationToken cancellationToken)
    {
        string hash;
        try
        {
            using var stream = RegularFile.OpenRead(path);
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }

        if (!hash.StartsWith(file.HashPrefix, StringComparison.Ordinal))
        {
            if (path.EndsWith(".part", StringComparison.Ordinal))
            {
                File.Delete(path);
            }

            throw new GiqaException($"{path} is not {file.Name}: its SHA-256 begins with {hash[..file.HashPrefix.Length]}, not {file.HashPrefix}");
        }
    }

    private async Task FetchAsync(Uri address, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All of it is here already, or the file has changed: the hash will tell.
            if (response.Content.Headers.ContentRange?.Length != have)
            {
                File.Delete(part);
                throw new IOException("the server's file is shorter than the partial download");
            }

            return;
        }

        _ = response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        var start = resumes ? have : 0;
        using var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
        var total = start + response.Content.Headers.ContentLength;
        using var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await CopyAsync(source, target, start, total, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Stream source, FileStream target, long start, long? total, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var done = start;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            done += read;
            progress?.Report(new DownloadProgress(done, total));
        }

        target.Flush(flushToDisk: true);
        if (total is { } expected && done != expected)
        {
            throw new IOException($"the connection ended after {done} of {expected} bytes");
        }
    }

    private static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        HttpRequestException or IOException => true,
        _ => false,
    };
}

/// <summary>The progress of a download.</summary>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="Total">Bytes in all, or null while the server has not said.</param>
internal sealed record DownloadProgress(long Bytes, long? Total);

/// <summary>A file of network weights published by others.</summary>
internal sealed record WeightFile
{
    /// <summary>The file's name in the weights folder.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is published.</summary>
    public required Uri Address { get; init; }

    /// <summary>How its SHA-256 begins, in lower-case hexadecimal; as many digits as its publisher gives.</summary>
    public required string HashPrefix { get; init; }

    /// <summary>The licence it is published under.</summary>
    public required string Licence { get; init; }
}
