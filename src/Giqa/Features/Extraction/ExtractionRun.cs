using System.Buffers;
using System.Threading.Channels;
using Giqa.Images;

namespace Giqa.Features;

/// <summary>
/// One pass over a source. On the CPU each thread takes an image all the way, so that the network reads what its core has just decoded;
/// for larger batches, threads that prepare images and threads that run the network work side by side. At most
/// <see cref="ExtractorOptions.Threads"/> of them are on a core at any time; a bounded window of images is on its way, so memory does not
/// grow with the source.
/// </summary>
internal sealed class ExtractionRun : IAsyncDisposable
{
    private readonly FeatureExtractor _extractor;
    private readonly IImageSource _source;
    private readonly FeatureCacheView? _cache;
    private readonly CancellationTokenSource _stop;
    private readonly Semaphore _cores;
    private readonly Channel<ExtractionJob> _ordered;
    private readonly Channel<ExtractionJob> _announced = Channel.CreateUnbounded<ExtractionJob>();
    private readonly Channel<ExtractionJob> _prepared;
    private readonly Task[] _threads;
    private int _preparing;

    internal ExtractionRun(FeatureExtractor extractor, IImageSource source, FeatureCacheView? cache, ExtractorOptions options, CancellationToken cancellationToken)
    {
        (_extractor, _source, _cache) = (extractor, source, cache);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Not SemaphoreSlim, which spins before it waits, for a tenth of the time that an image takes.
        _cores = new Semaphore(options.Threads, options.Threads);
        var ahead = options.Threads * extractor.BatchSize;
        _prepared = Channel.CreateBounded<ExtractionJob>(new BoundedChannelOptions(ahead) { FullMode = BoundedChannelFullMode.Wait });
        _ordered = Channel.CreateBounded<ExtractionJob>(new BoundedChannelOptions(8 * ahead) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        // Two threads for each core: one reads, or prepares, while the other computes.
        Action[] stages = IsWhole ? [Prepare, Prepare] : [Prepare, RunNetwork];
        _preparing = options.Threads * stages.Count(stage => stage == Prepare);
        _threads =
        [
            Task.Run(AnnounceAsync, CancellationToken.None),
            .. Enumerable.Range(0, options.Threads).SelectMany(_ => stages.Select(Start)),
        ];
    }

    /// <summary>Whether one thread takes an image from its file to its features.</summary>
    private bool IsWhole => _extractor.BatchSize == 1;

    /// <summary>The images in source order, each as soon as it and all before it are done.</summary>
    internal async IAsyncEnumerable<ImageFeatures> ReadAsync()
    {
        await foreach (var job in _ordered.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            yield return await job.Result.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the threads, waits for them, and keeps what was computed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_threads).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cache?.Flush();
        _cores.Dispose();
        _stop.Dispose();
    }

    // The stages compute for milliseconds at a time and wait in between: they would starve the shared thread pool.
    private static Task Start(Action stage) =>
        Task.Factory.StartNew(stage, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task AnnounceAsync()
    {
        try
        {
            for (var i = 0; i < _source.Count; i++)
            {
                var job = new ExtractionJob(i, _source.GetName(i));
                await _ordered.Writer.WriteAsync(job, _stop.Token).ConfigureAwait(false);
                await _announced.Writer.WriteAsync(job, _stop.Token).ConfigureAwait(false);
            }

            _ordered.Writer.Complete();
        }
        catch (Exception e)
        {
            _ = _ordered.Writer.TryComplete(e);
        }

        _announced.Writer.Complete();
    }

    private void Prepare()
    {
        try
        {
            while (TryTake(_announced.Reader, out var job))
            {
                if (TryPrepare(job))
                {
                    _prepared.Writer.WriteAsync(job, _stop.Token).AsTask().GetAwaiter().GetResult();
                }
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _preparing) == 0)
            {
                _ = _prepared.Writer.TryComplete();
            }
        }
    }

    /// <summary>Prepares an image as the network's input, or takes it all the way.</summary>
    /// <returns>False when the image is done already: by its features, by the cache or by a fault.</returns>
    private bool TryPrepare(ExtractionJob job)
    {
        try
        {
            var content = _source.Read(job.Index);
            using var core = TakeCore();
            if (_cache is not null)
            {
                job.ContentHash = content.Hash();
                if (_cache.Find(job.ContentHash) is { } known)
                {
                    job.Succeed(known, isFromCache: true);
                    return false;
                }
            }

            var image = content.Decode(_extractor.Decoding);
            job.IsOfSmallRange = SmallRange.Is(content, image);
            if (IsWhole)
            {
                Finish(job, _extractor.Extract(image));
                return false;
            }

            job.Input = _extractor.Prepare(image);
            return true;
        }
        catch (Exception e)
        {
            Fail(job, e);
            return false;
        }
    }

    private void RunNetwork()
    {
        var batch = new List<ExtractionJob>(_extractor.BatchSize);
        while (TryTake(_prepared.Reader, out var first))
        {
            // Other images that are ready are included. Waiting for a full batch could stall on images that are in the cache.
            batch.Add(first);
            while (batch.Count < _extractor.BatchSize && _prepared.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            RunBatch(batch);
            batch.Clear();
        }
    }

    private void RunBatch(List<ExtractionJob> batch)
    {
        try
        {
            using var core = TakeCore();
            var vectors = _extractor.Run([.. batch.Select(job => job.Input!)]);
            for (var i = 0; i < batch.Count; i++)
            {
                Finish(batch[i], vectors[i]);
            }
        }
        catch (Exception e)
        {
            batch.ForEach(job => Fail(job, e));
        }
        finally
        {
            batch.ForEach(job => ArrayPool<float>.Shared.Return(job.Input!));
        }
    }

    private void Finish(ExtractionJob job, float[] values)
    {
        if (ExtractionFault.In(values) is { } wrong)
        {
            job.Skip(wrong.Fault, wrong.Message);
            return;
        }

        // Not cached if there is something to report about the image, so that the next run reports it again.
        if (job.ContentHash is { } hash && !job.IsOfSmallRange)
        {
            _cache?.Add(hash, values);
        }

        job.Succeed(values);
    }

    /// <summary>Ends one image, or the extraction if every further image would fail in the same way.</summary>
    private static void Fail(ExtractionJob job, Exception exception)
    {
        if (ExtractionFault.Of(exception) is { } known)
        {
            job.Skip(known.Fault, known.Detail);
        }
        else
        {
            job.Abort(exception);
        }
    }

    private bool TryTake(ChannelReader<ExtractionJob> reader, out ExtractionJob job)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (reader.TryRead(out job!))
            {
                return true;
            }

            if (!reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
            {
                break;
            }
        }

        job = null!;
        return false;
    }

    private Core TakeCore()
    {
        if (WaitHandle.WaitAny([_cores, _stop.Token.WaitHandle]) != 0)
        {
            throw new OperationCanceledException(_stop.Token);
        }

        return new Core(_cores);
    }

    private readonly struct Core(Semaphore cores) : IDisposable
    {
        public void Dispose() => cores.Release();
    }
}
