namespace Giqa.Web.Service;

/// <summary>The limits of a <see cref="ScoringService"/>.</summary>
public sealed record ServiceOptions
{
    /// <summary>The most requests in progress at a time, including those that wait for a core; more are rejected with 429.</summary>
    /// <value>Default 64, at least 1.</value>
    public int MaxRequests { get; init => field = AtLeastOne(value, "requests at a time"); } = 64;

    /// <summary>The most images of one request.</summary>
    /// <value>Default 1,000, at least 1.</value>
    public int MaxImages { get; init => field = AtLeastOne(value, "images per request"); } = 1000;

    /// <summary>The most bytes of one image.</summary>
    /// <value>Default 32 MiB, at least 1.</value>
    public int MaxImageBytes { get; init => field = AtLeastOne(value, "bytes per image"); } = 32 << 20;

    /// <summary>The most bytes of all images, and of their pixels, that are held in memory at a time; further uploads wait.</summary>
    /// <value>Default 512 MiB. One image always fits.</value>
    public long MaxHeldBytes { get; init => field = value > 0 ? value : throw new GiqaException($"{value} held bytes are out of range: at least 1 is allowed"); } = 512L << 20;

    /// <summary>How long one request may take, its upload included.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan MaxTime { get; init => field = value > TimeSpan.Zero ? value : throw new GiqaException("the time limit of a request must be above 0 seconds"); } = TimeSpan.FromMinutes(2);

    private static int AtLeastOne(int value, string what) =>
        value > 0 ? value : throw new GiqaException($"{value} {what} is out of range: at least 1 is allowed");
}
