using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Service;

/// <summary>Lets a bounded number of requests in, and tells the others when to come again.</summary>
internal sealed class Admission(ServiceOptions limits, SharedScorer scorer, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly long _started = time.GetTimestamp();
    private int _inside;
    private long _finishedImages;

    /// <summary>How many requests are under way.</summary>
    internal int Inside => Volatile.Read(ref _inside);

    /// <summary>Lets one request in until the ticket is disposed of.</summary>
    /// <exception cref="ProblemException">There are too many already: 429.</exception>
    internal Ticket Enter()
    {
        if (Interlocked.Increment(ref _inside) <= limits.MaxRequests)
        {
            return new Ticket(this);
        }

        _ = Interlocked.Decrement(ref _inside);
        throw new ProblemException(StatusCodes.Status429TooManyRequests, $"{limits.MaxRequests} requests are under way, which is all that are taken at a time: try again as Retry-After says") { RetryAfter = Wait() };
    }

    /// <summary>Takes note that an image has its result.</summary>
    internal void CountImage() => Interlocked.Increment(ref _finishedImages);

    /// <summary>How long the images that are here will take, at the rate so far.</summary>
    private TimeSpan Wait()
    {
        var rate = Volatile.Read(ref _finishedImages) / Math.Max(1, time.GetElapsedTime(_started).TotalSeconds);
        var wait = rate > 0 ? TimeSpan.FromSeconds(Math.Min(scorer.Unfinished / rate, Longest.TotalSeconds)) : TimeSpan.Zero;
        return wait;
    }

    /// <summary>The place of one request.</summary>
    internal readonly struct Ticket(Admission admission) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref admission._inside);
    }
}
