using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.S3.Model;
using Giqa.Storage;

namespace Giqa.S3;

/// <summary>
/// Objects of Amazon S3, or of a store that speaks its protocol: <c>AWS_ENDPOINT_URL</c> says which. Who one is there, the environment, the usual files
/// or the machine say, as to every program of Amazon's; without any, objects that everybody may read are read.
/// </summary>
internal sealed class S3Store : IRemoteStore, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lazy<AmazonS3Client> _client;
    private readonly Windows _windows;
    private readonly TimeSpan _patience;
    private bool _isAnonymous;

    /// <summary>The library looks for this type by its name.</summary>
    public S3Store()
        : this(Patience)
    {
    }

    /// <param name="patience">How long one answer may take.</param>
    internal S3Store(TimeSpan patience)
    {
        _patience = patience;
        _client = new Lazy<AmazonS3Client>(() => Connect(patience));
        _windows = new Windows(Fetch);
    }

    public RemoteFile? Find(string url) => Ask(url, () =>
    {
        var (bucket, key) = Split(url);
        if (key.Length == 0)
        {
            return null;
        }

        try
        {
            var found = _client.Value.GetObjectMetadataAsync(bucket, key).GetAwaiter().GetResult();
            return new RemoteFile(url, found.ContentLength, $"{found.ContentLength} {found.ETag}");
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    public IReadOnlyList<RemoteFile> List(string prefix) => Ask(prefix, () =>
    {
        var (bucket, key) = Split(prefix);
        var files = new List<RemoteFile>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = key };
        for (var more = true; more; more = request.ContinuationToken is not null)
        {
            var page = _client.Value.ListObjectsV2Async(request).GetAwaiter().GetResult();
            files.AddRange((page.S3Objects ?? []).Select(found => new RemoteFile($"s3://{bucket}/{found.Key}", found.Size ?? 0, $"{found.Size ?? 0} {found.ETag}")));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Url, right.Url));
        return files;
    });

    public Stream OpenRead(RemoteFile file) => new S3Stream(file, from => Ask(file.Url, () => Get(file, from, file.Length - 1)), _patience);

    public void Read(RemoteFile file, long offset, Span<byte> bytes) => _windows.Read(file, offset, bytes);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    /// <summary>The store that the environment names; null for Amazon's.</summary>
    private static string? Endpoint => Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private AmazonS3Client Connect(TimeSpan patience)
    {
        var hasEndpoint = Endpoint is not null;
        var configuration = new AmazonS3Config
        {
            Timeout = patience,

            // What speaks the protocol often knows buckets by path alone, and no checksums.
            ForcePathStyle = hasEndpoint,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (Variable("AWS_REGION") is null && Variable("AWS_DEFAULT_REGION") is null && FallbackRegionFactory.GetRegionEndpoint(false) is null)
        {
            configuration.AuthenticationRegion = "us-east-1";
            if (!hasEndpoint)
            {
                configuration.RegionEndpoint = RegionEndpoint.USEast1;
            }
        }

        AWSCredentials credentials;
        try
        {
            credentials = DefaultAWSCredentialsIdentityResolver.GetCredentials(configuration);
        }
        catch (AmazonClientException)
        {
            (credentials, _isAnonymous) = (new AnonymousAWSCredentials(), true);
        }

        return new AmazonS3Client(credentials, configuration);
    }

    private Stream Get(RemoteFile file, long from, long to)
    {
        var (bucket, key) = Split(file.Url);
        var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new ByteRange(from, to), EtagToMatch = file.Version[(file.Version.IndexOf(' ', StringComparison.Ordinal) + 1)..] };
        return _client.Value.GetObjectAsync(request).GetAwaiter().GetResult().ResponseStream;
    }

    private byte[] Fetch(RemoteFile file, long from, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        using var stream = new S3Stream(file, at => Ask(file.Url, () => Get(file, at, from + count - 1)), _patience) { Position = from };
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Asks the store, and says what it answers in words: what is gone or forbidden is a property of the object, what is changed or silent is not.</summary>
    private T Ask<T>(string url, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw InputException.Changed(url, e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException($"{url} does not exist ({e.ErrorCode})", e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            throw new UnauthorizedAccessException($"{url}: the store refuses it ({(int)e.StatusCode}{(e.ErrorCode is { Length: > 0 } code ? $" {code}" : string.Empty)}){(_isAnonymous ? "; no credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" : string.Empty)}", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException or IOException or TimeoutException)
        {
            throw new InputException($"{url} cannot be read: {Endpoint ?? "Amazon S3"} does not answer as it should ({e.Message.ReplaceLineEndings(" ")}); run the same command again", e);
        }
    }

    private static (string Bucket, string Key) Split(string url) =>
        url["s3://".Length..].Split('/', 2) is [{ Length: > 0 } bucket, .. var key] ? (bucket, key is [var name] ? name : string.Empty)
            : throw new GiqaException($"{url} names no bucket; write s3://bucket/prefix");
}
