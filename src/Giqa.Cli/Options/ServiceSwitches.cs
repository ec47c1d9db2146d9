using System.CommandLine;
using Giqa.Images;
using Giqa.Web.Service;

namespace Giqa.Cli.Options;

/// <summary>The limits of the HTTP service.</summary>
internal sealed class ServiceSwitches
{
    // Of one upload; local files may be larger.
    private const int MaxPixels = 50_000_000;

    private static readonly ServiceOptions Initial = new();

    private readonly Option<int> _requests = Make.Whole("--max-requests", "The most requests in progress at a time; more get 429.", Initial.MaxRequests, 1);
    private readonly Option<int> _images = Make.Whole("--max-images", "The most images of one request.", Initial.MaxImages, 1);
    private readonly Option<int> _imageMegabytes = Make.Whole("--max-image-mib", "The most MiB of one uploaded image.", Initial.MaxImageBytes >> 20, 1, 1024);
    private readonly Option<int> _requestMegabytes = Make.Whole("--max-request-mib", "The most MiB of one request.", 512, 1, 1 << 20);
    private readonly Option<int> _heldMegabytes = Make.Whole("--max-held-mib", "The most MiB of uploads, and of the pixels decoded from them, in memory at a time; further uploads wait.", (int)(Initial.MaxHeldBytes >> 20), 1, 1 << 20);
    private readonly Option<int> _pixels = Make.Whole("--max-upload-pixels", "The most pixels of one uploaded image.", MaxPixels, 1);
    private readonly Option<int> _seconds = Make.Whole("--max-seconds", "How long one request may take, its upload included.", (int)Initial.MaxTime.TotalSeconds, 1, 86400);

    public IReadOnlyList<Option> All => [_requests, _images, _imageMegabytes, _requestMegabytes, _heldMegabytes, _pixels, _seconds];

    public ServiceOptions Read(ParseResult arguments) => new()
    {
        MaxRequests = arguments.GetValue(_requests),
        MaxImages = arguments.GetValue(_images),
        MaxImageBytes = (int)Math.Min((long)arguments.GetValue(_imageMegabytes) << 20, int.MaxValue / 2),
        MaxHeldBytes = (long)arguments.GetValue(_heldMegabytes) << 20,
        MaxTime = TimeSpan.FromSeconds(arguments.GetValue(_seconds)),
    };

    public long ReadRequestBytes(ParseResult arguments) => (long)arguments.GetValue(_requestMegabytes) << 20;

    public DecodeOptions ReadLimits(ParseResult arguments) => new() { MaxPixels = arguments.GetValue(_pixels), MaxFileBytes = (long)arguments.GetValue(_imageMegabytes) << 20 };
}
