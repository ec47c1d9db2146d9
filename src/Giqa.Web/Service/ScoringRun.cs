using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Web.Service;

/// <summary>Scores the images of one request while they arrive.</summary>
internal sealed class ScoringRun(SharedScorer scorer, ServedModel model, Admission admission, ByteBudget budget, ServiceMeters meters, bool isMapped = false)
{
    // Enough images of a request are queued at a time to keep all cores busy, and no more, so that others get a turn.
    private int Window => 2 * scorer.Threads;

    /// <summary>One result per image, in the order of the images, each as soon as it and all before it are available.</summary>
    internal async IAsyncEnumerable<ImageScore> ScoreAsync(IAsyncEnumerable<Upload> uploads, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = Channel.CreateBounded<Task<ImageScore>>(new BoundedChannelOptions(Window) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(uploads, underWay.Writer, stop.Token);
        try
        {
            await foreach (var result in underWay.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                // At the request's time limit the answer does not wait for a decoder, which cannot be stopped.
                yield return await result.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // The answer may have ended first: the body must not be read beyond its request. Images being scored leave the
            // queue, or finish, and hold their memory until then.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (underWay.Reader.TryRead(out var left))
            {
                _ = left.ContinueWith(over => _ = over.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<Upload> uploads, ChannelWriter<Task<ImageScore>> underWay, CancellationToken cancellationToken)
    {
        try
        {
            ServedReference? reference = null;
            await foreach (var upload in uploads.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (upload.IsReference)
                {
                    // Read first, not alongside the images: whatever waits for memory for an image must not hold any for a reference.
                    reference = await ReadReferenceAsync(upload, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var result = ScoreAsync(upload, reference, cancellationToken);
                await underWay.WriteAsync(result, cancellationToken).ConfigureAwait(false);
            }

            underWay.Complete();
        }
        catch (Exception e)
        {
            underWay.Complete(e);
        }
    }

    private async Task<ServedReference> ReadReferenceAsync(Upload upload, CancellationToken cancellationToken)
    {
        using (upload)
        using (await budget.ClaimWorkAsync(upload.PixelBytes, cancellationToken).ConfigureAwait(false))
        {
            return upload.Fault is { } fault
                ? ServedReference.Unusable(upload.Name, ImageFault.TooLarge, fault)
                : await scorer.ReadReferenceAsync(model, upload.Name, upload.Content, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ImageScore> ScoreAsync(Upload upload, ServedReference? reference, CancellationToken cancellationToken)
    {
        using (upload)
        using (await budget.ClaimWorkAsync(upload.PixelBytes, cancellationToken).ConfigureAwait(false))
        {
            var started = meters.Now;
            var score = (upload.Fault, reference) switch
            {
                ({ } fault, _) => ImageScore.Skipped(upload.Name, ImageFault.TooLarge, fault),
                (_, null) when isMapped => await scorer.ScoreWithMapAsync(model, upload.Name, upload.Content, cancellationToken).ConfigureAwait(false),
                (_, null) => await scorer.ScoreAsync(model, upload.Name, upload.Content, cancellationToken).ConfigureAwait(false),
                _ => await scorer.ScoreAsync(model, upload.Name, upload.Content, reference, cancellationToken).ConfigureAwait(false),
            };
            admission.CountImage();
            meters.CountImage(model.Name, score.Status, started);
            return score;
        }
    }
}
