using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Service;

/// <summary>Admits a bounded number of requests, and tells the others when to retry.</summary>
internal sealed class Admission(ServiceOptions limits, SharedScorer scorer, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly long _started = time.GetTimestamp();
    private int _inside;
    private long _finishedImages;

    /// <summary>How many requests are in progress.</summary>
    internal int Inside => Volatile.Read(ref _inside);

    /// <summary>Admits one request until the ticket is disposed of.</summary>
    /// <exception cref="ProblemException">There are too many already: 429.</exception>
    internal Ticket Enter()
    {
        if (Interlocked.Increment(ref _inside) <= limits.MaxRequests)
        {
            return new Ticket(this);
        }

        _ = Interlocked.Decrement(ref _inside);
        throw new ProblemException(StatusCodes.Status429TooManyRequests, $"{limits.MaxRequests} requests are in progress, the maximum at a time: try again after the time in Retry-After") { RetryAfter = Wait() };
    }

    /// <summary>Records that an image has its result.</summary>
    internal void CountImage() => Interlocked.Increment(ref _finishedImages);

    /// <summary>How long the pending images will take, at the rate so far.</summary>
    private TimeSpan Wait()
    {
        var rate = Volatile.Read(ref _finishedImages) / Math.Max(1, time.GetElapsedTime(_started).TotalSeconds);
        var wait = rate > 0 ? TimeSpan.FromSeconds(Math.Min(scorer.Unfinished / rate, Longest.TotalSeconds)) : TimeSpan.Zero;
        return wait;
    }

    /// <summary>The slot of one request.</summary>
    internal readonly struct Ticket(Admission admission) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref admission._inside);
    }
}
