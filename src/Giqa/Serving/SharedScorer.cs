using System.Buffers;
using System.Threading.Channels;
using Giqa.Features;
using Giqa.Images;
using Giqa.Scores;

namespace Giqa;

/// <summary>Scores images submitted by many callers at once, such as the requests of a web service.</summary>
/// <remarks>
/// <para>
/// Models are loaded once, and models of one backbone share its network. The images of all callers form one queue, which is
/// processed by as many threads as <see cref="ExtractorOptions.Threads"/> says; features that are ready at about the same
/// time are scored as one batch. Callers wait while the queue is full, so memory stays bounded.
/// </para>
/// <para>
/// It is thread-safe. An image has the score that <see cref="ImageScorer"/> gives it, to
/// the last bit, regardless of other images in the queue.
/// </para>
/// </remarks>
public sealed class SharedScorer : IImageScorer, IAsyncDisposable, IDisposable
{
    private const int PlacesPerThread = 8;

    private readonly ExtractorOptions _options;
    private readonly FeatureExtractor[] _extractors;
    private readonly SharedModelScorer[] _scorers;
    private readonly Channel<ScoringJob> _waiting;
    private readonly ScoreGatherer _gatherer;
    private readonly Task[] _workers;
    private int _ahead;
    private int _unfinished;

    private SharedScorer(IReadOnlyList<ServedModel> models, ExtractorOptions options)
    {
        Models = models;
        _options = options;
        _extractors = [.. models.Select(model => model.Extractor).Distinct()];
        _scorers = [.. models.Select(model => new SharedModelScorer(this, model, options.Limits.MaxFileBytes))];
        _waiting = Channel.CreateBounded<ScoringJob>(new BoundedChannelOptions(PlacesPerThread * options.Threads) { FullMode = BoundedChannelFullMode.Wait });
        _gatherer = new ScoreGatherer(isMoreComing: () => Volatile.Read(ref _ahead) > 0);
        _workers = [.. Enumerable.Range(0, options.Threads).Select(_ => Task.Factory.StartNew(Extract, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>The models, in the order given; the first is the default.</summary>
    public IReadOnlyList<ServedModel> Models { get; }

    /// <summary>How many images run through a network at a time.</summary>
    public int Threads => _options.Threads;

    /// <summary>How many submitted images have no result yet.</summary>
    public int Unfinished => Volatile.Read(ref _unfinished);

    /// <summary>How many images went through a network so far.</summary>
    public long InferredCount => _extractors.Sum(extractor => extractor.InferredCount);

    /// <summary>Loads model files and the backbones that they were fitted with.</summary>
    /// <param name="modelPaths">At least one <c>.giqa</c> file.</param>
    /// <param name="options">How to run; null for the defaults.</param>
    /// <exception cref="ModelFileException">A file is damaged, or its backbone is not the one installed here.</exception>
    /// <exception cref="GiqaException">A backbone is not installed, or two files have the same name.</exception>
    public static SharedScorer Load(IReadOnlyList<string> modelPaths, ImageScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelPaths);
        ArgumentOutOfRangeException.ThrowIfZero(modelPaths.Count, nameof(modelPaths));
        options ??= new ImageScorerOptions();
        return new SharedScorer(ServedModels.Load(modelPaths, options), options.Extraction);
    }

    /// <summary>The scorer of one model.</summary>
    /// <param name="model">Its name: the file's without the extension.</param>
    /// <returns>Valid as long as this scorer is.</returns>
    /// <exception cref="GiqaException">There is no model of that name, or it compares images with references.</exception>
    public IImageScorer For(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (var i = 0; i < Models.Count; i++)
        {
            if (Models[i].Name == model)
            {
                return Models[i].TakesReference
                    ? throw new GiqaException($"{model} compares an image with a reference: read that with ReadReferenceAsync, and score against it")
                    : _scorers[i];
            }
        }

        throw new GiqaException($"there is no model '{model}'; there are {string.Join(", ", Models.Select(each => each.Name))}");
    }

    /// <inheritdoc/>
    public Task<ImageScore> ScoreAsync(ReadOnlyMemory<byte> encoded, string name = "image", CancellationToken cancellationToken = default) =>
        _scorers[0].ScoreAsync(encoded, name, cancellationToken);

    /// <inheritdoc/>
    public Task<ImageScore> ScoreAsync(Stream stream, string name = "image", CancellationToken cancellationToken = default) =>
        _scorers[0].ScoreAsync(stream, name, cancellationToken);

    /// <summary>Scores one image.</summary>
    /// <param name="model">One of <see cref="Models"/> without <see cref="ServedModel.TakesReference"/>.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="content">The image; nobody may write to its buffer before the task has ended.</param>
    /// <param name="cancellationToken">Gives up on the image, unless the network runs on it already.</param>
    /// <returns>The score, or why there is none.</returns>
    /// <exception cref="NativeLibraryException">An image codec's library is missing.</exception>
    /// <exception cref="ArgumentException">The model takes a reference.</exception>
    public Task<ImageScore> ScoreAsync(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken = default) =>
        ScoreAsync(model, name, content, false, cancellationToken);

    /// <summary>Scores one image and says where it is bad, by <see cref="ImageScore.Map"/>.</summary>
    /// <exception cref="ArgumentException">The model has no maps.</exception>
    /// <inheritdoc cref="ScoreAsync(ServedModel, string, ImageContent, CancellationToken)"/>
    public Task<ImageScore> ScoreWithMapAsync(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.HasMaps
            ? ScoreAsync(model, name, content, true, cancellationToken)
            : throw new ArgumentException($"{model.Name} has no maps: fit it with --maps", nameof(model));
    }

    /// <summary>Reads a reference image, for a model that takes one. Its bytes are not needed afterwards.</summary>
    /// <param name="model">One of <see cref="Models"/> that <see cref="ServedModel.TakesReference"/>.</param>
    /// <param name="name">Its name in results.</param>
    /// <param name="content">The image; nobody may write to its buffer before the task has ended.</param>
    /// <param name="cancellationToken">Gives up on the image, unless the network runs on it already.</param>
    /// <returns>Its style, or why it cannot be used.</returns>
    /// <exception cref="ArgumentException">The model does not take a reference.</exception>
    public async Task<ServedReference> ReadReferenceAsync(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken = default)
    {
        var style = await StyleAsync(model, name, content, cancellationToken).ConfigureAwait(false);
        return new ServedReference(name, model, style.Values, style.Fault, style.Detail);
    }

    /// <summary>Scores one image against a reference.</summary>
    /// <param name="model">The model that the reference was read for.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="content">The image; nobody may write to its buffer before the task has ended.</param>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="cancellationToken">Gives up on the image, unless the network runs on it already.</param>
    /// <returns>The score, in [0, 1] and its own quality, or why there is none: of the image, or <c>no-reference</c>.</returns>
    /// <exception cref="ArgumentException">The model takes no reference, or this one was read for another model.</exception>
    public async Task<ImageScore> ScoreAsync(ServedModel model, string name, ImageContent content, ServedReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Style is not { } style)
        {
            return ImageScore.Skipped(name, ImageFault.NoReference, $"its reference {reference.Name}: {reference.Detail}") with { Reference = reference.Name };
        }

        if (reference.Model != model)
        {
            throw new ArgumentException($"the reference {reference.Name} was read for another model than {model?.Name}", nameof(reference));
        }

        var image = await StyleAsync(model!, name, content, cancellationToken).ConfigureAwait(false);
        var score = image.Values is { } values && model!.Pairs!.Compare(style, values) is var value
            ? ImageScore.Scored(name, value, value)
            : ImageScore.Skipped(name, image.Fault!.Value, image.Detail);
        return score with { Reference = reference.Name };
    }

    private async Task<ImageScore> ScoreAsync(ServedModel model, string name, ImageContent content, bool isMapped, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(content);
        var job = model.TakesReference
            ? throw new ArgumentException($"{model.Name} compares an image with a reference, and none is given", nameof(model))
            : new QualityJob(model, name, content, isMapped, cancellationToken);
        return await HandInAsync(job, job.Result, cancellationToken).ConfigureAwait(false);
    }

    private Task<ImageFeatures> StyleAsync(ServedModel model, string name, ImageContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(content);
        var job = model.TakesReference
            ? new StyleJob(model, name, content, cancellationToken)
            : throw new ArgumentException($"{model.Name} scores single images, without a reference", nameof(model));
        return HandInAsync(job, job.Result, cancellationToken);
    }

    private async Task<TResult> HandInAsync<TResult>(ScoringJob job, Task<TResult> result, CancellationToken cancellationToken)
    {
        _ = Interlocked.Increment(ref _unfinished);
        try
        {
            _ = Interlocked.Increment(ref _ahead);
            try
            {
                await _waiting.Writer.WriteAsync(job, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _ = Interlocked.Decrement(ref _ahead);
                throw;
            }

            return await result.ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _unfinished);
        }
    }

    /// <summary>Finishes the submitted images, and frees the networks.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        await Task.WhenAll(_workers).ConfigureAwait(false);
        await _gatherer.DisposeAsync().ConfigureAwait(false);
        Array.ForEach(_extractors, extractor => extractor.Dispose());
        foreach (var model in Models)
        {
            model.Mapper?.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    /// <remarks>Blocks; for callers that can only dispose synchronously.</remarks>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // On separate threads: the pool's must stay free for waiting callers.
    private void Extract()
    {
        var batch = new List<ScoringJob>();
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (!_waiting.Reader.TryRead(out var first))
            {
                continue;
            }

            // Other images waiting for the same network are included, up to the size of one run.
            var extractor = first.Model.Extractor;
            batch.Add(first);
            while (batch.Count < extractor.BatchSize && _waiting.Reader.TryPeek(out var next) && next.Model.Extractor == extractor && _waiting.Reader.TryRead(out next))
            {
                batch.Add(next);
            }

            Extract(extractor, batch);
            batch.Clear();
        }
    }

    private void Extract(FeatureExtractor extractor, List<ScoringJob> batch)
    {
        var inputs = new List<float[]>(batch.Count);
        try
        {
            var ready = batch.FindAll(job => !job.IsAbandoned && TryPrepare(extractor, job, inputs));
            var vectors = ready.Count == 0 ? [] : Run(extractor, ready, inputs);
            _ = Interlocked.Add(ref _ahead, -batch.Count);
            for (var i = 0; i < vectors.Length; i++)
            {
                if (ExtractionFault.In(vectors[i]) is { } wrong)
                {
                    ready[i].End(wrong);
                    continue;
                }

                ready[i].Take(vectors[i], _gatherer);
            }
        }
        finally
        {
            inputs.ForEach(input => ArrayPool<float>.Shared.Return(input));
        }
    }

    private static bool TryPrepare(FeatureExtractor extractor, ScoringJob job, List<float[]> inputs)
    {
        try
        {
            var image = job.Content.Decode(extractor.Decoding);
            job.See(image);
            inputs.Add(extractor.Prepare(image));
            return true;
        }
        catch (Exception e)
        {
            job.End(e);
            return false;
        }
    }

    private static float[][] Run(FeatureExtractor extractor, List<ScoringJob> ready, List<float[]> inputs)
    {
        try
        {
            return extractor.Run(inputs);
        }
        catch (Exception e)
        {
            ready.ForEach(job => job.End(e));
            return [];
        }
    }
}
