using System.Buffers;
using System.Runtime.CompilerServices;
using Giqa.Features.Onnx;
using Giqa.Images;

namespace Giqa.Features;

/// <summary>Runs images through a backbone.</summary>
/// <remarks>
/// Safe to use from several threads. On the CPU a feature vector depends only on the image and the backbone, bit for
/// bit: not on threads, batch size, order, or the other images.
/// </remarks>
public sealed class FeatureExtractor : IDisposable
{
    private const int GpuBatchSize = 16;

    private readonly ExtractorOptions _options;
    private readonly OnnxSession _session;
    private readonly FeaturePooler _pooler;
    private long _inferredCount;

    /// <summary>Loads a backbone's weights and makes it ready.</summary>
    /// <param name="backbone">The backbone.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="ModelFileException">The weights are damaged or not of the kind that the backbone declares.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is missing, or has no support for the device.</exception>
    public FeatureExtractor(Backbone backbone, ExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        Backbone = backbone;
        _options = options ?? new ExtractorOptions();
        Decoding = backbone.Preprocessing.DecodeWith(_options.Limits);
        var device = OnnxDevice.Parse(_options.Device);
        BatchSize = _options.BatchSize ?? (device.CudaDevice is null ? 1 : GpuBatchSize);
        _session = OnnxSession.Open(backbone.LoadModel(), backbone.Name, backbone.Preprocessing.InputShape(BatchSize), device);
        try
        {
            _pooler = new FeaturePooler(backbone.Description.Pooling, backbone.Preprocessing.Layout, _session.OutputShape);
            if (_pooler.FeatureCount != backbone.FeatureCount)
            {
                throw new ModelFileException($"{backbone.Name} gives {_pooler.FeatureCount} features, {backbone.FeatureCount} are expected");
            }
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>The backbone.</summary>
    public Backbone Backbone { get; }

    /// <summary>How many images went through the network so far, not counting those found in a cache.</summary>
    public long InferredCount => Interlocked.Read(ref _inferredCount);

    /// <summary>How many images one run of the network takes.</summary>
    internal int BatchSize { get; }

    /// <summary>How files become pixels: as the backbone requires, within the options' limits.</summary>
    internal DecodeOptions Decoding { get; }

    /// <summary>The feature vector of one image.</summary>
    /// <returns><see cref="Backbone.FeatureCount"/> floats.</returns>
    /// <exception cref="GiqaException">The network failed on this image.</exception>
    public float[] Extract(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var buffers = _session.Rent();
        try
        {
            Backbone.Preprocessing.Fill(image, buffers.Input.AsSpan(0, Backbone.Preprocessing.InputLength));
            return Run(buffers, 1)[0];
        }
        finally
        {
            _session.Return(buffers);
        }
    }

    /// <summary>Extracts every image of a source: exactly one item per image, in source order.</summary>
    /// <param name="source">The images. It must stay open until the last item is read.</param>
    /// <param name="cache">Supplies vectors of earlier runs and stores those of this one; null for none.</param>
    /// <param name="progress">Reported after each item.</param>
    /// <param name="cancellationToken">Ends the run with <see cref="OperationCanceledException"/> once the images that are on a core are done.</param>
    /// <remarks>An image that cannot be read yields an item with its fault; it never ends the run.</remarks>
    /// <exception cref="NativeLibraryException">An image codec's library is missing.</exception>
    /// <exception cref="FeatureCacheException">The cache is damaged or cannot be written to, and has no <see cref="FeatureCache.Faults"/> to tell.</exception>
    internal async IAsyncEnumerable<ImageFeatures> ExtractAsync(
        IImageSource source,
        FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var run = new ExtractionRun(this, source, cache?.For(Backbone), _options, cancellationToken);
        await using var _ = run.ConfigureAwait(false);
        var (done, skipped, fromCache) = (0, 0, 0);
        await foreach (var item in run.ReadAsync().ConfigureAwait(false))
        {
            done++;
            skipped += item.Values is null ? 1 : 0;
            fromCache += item.IsFromCache ? 1 : 0;
            progress?.Report(new ExtractionProgress(done, source.Count, skipped, fromCache));
            yield return item;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>The network's input of an image, rented from the shared pool.</summary>
    internal float[] Prepare(RgbImage image)
    {
        var length = Backbone.Preprocessing.InputLength;
        var input = ArrayPool<float>.Shared.Rent(length);
        try
        {
            Backbone.Preprocessing.Fill(image, input.AsSpan(0, length));
            return input;
        }
        catch
        {
            ArrayPool<float>.Shared.Return(input);
            throw;
        }
    }

    /// <summary>Runs prepared inputs, at most <see cref="BatchSize"/> of them.</summary>
    internal float[][] Run(IReadOnlyList<float[]> inputs)
    {
        var length = Backbone.Preprocessing.InputLength;
        var buffers = _session.Rent();
        try
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                inputs[i].AsSpan(0, length).CopyTo(buffers.Input.AsSpan(i * length));
            }

            return Run(buffers, inputs.Count);
        }
        finally
        {
            _session.Return(buffers);
        }
    }

    /// <summary>Runs the first <paramref name="count"/> images of the input buffer.</summary>
    private float[][] Run(OnnxBuffers buffers, int count)
    {
        try
        {
            _session.Run(buffers);
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            throw OnnxFailure.Describe($"{Backbone.Name} failed on an image", e);
        }

        _ = Interlocked.Add(ref _inferredCount, count);
        var vectors = new float[count][];
        for (var i = 0; i < count; i++)
        {
            vectors[i] = _pooler.Pool(buffers.Output.AsSpan(i * _pooler.ItemLength, _pooler.ItemLength));
        }

        return vectors;
    }
}

/// <summary>The progress of an extraction.</summary>
/// <param name="Done">Images handled so far, the skipped ones included.</param>
/// <param name="Total">Images in the source.</param>
/// <param name="Skipped">Images without features, because of a fault.</param>
/// <param name="FromCache">Images found in a cache.</param>
public sealed record ExtractionProgress(int Done, int Total, int Skipped, int FromCache);

/// <summary>How an extractor runs. None of it changes a feature on the CPU.</summary>
public sealed record ExtractorOptions
{
    /// <summary>How many images are run through the network at a time, each on one core.</summary>
    /// <value>Default: the number of processors; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new GiqaException($"{value} threads are out of range: at least 1 is allowed"); } = Environment.ProcessorCount;

    /// <summary>How many images one run of the network takes; the last one is padded.</summary>
    /// <value>Default null: 1 on the CPU, 16 on a GPU. 1 to 256.</value>
    public int? BatchSize { get; init => field = value is null or (>= 1 and <= 256) ? value : throw new GiqaException($"a batch of {value} images is out of range: 1 to 256 are allowed"); }

    /// <summary>Where the network runs.</summary>
    /// <value>Default <c>cpu</c>; or <c>cuda</c>, <c>cuda:1</c>.</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Limits on the files to decode. Its other settings are determined by the backbone.</summary>
    public DecodeOptions Limits { get; init; } = new();
}

/// <summary>The result for one image of a source.</summary>
/// <param name="Index">Its number in the source.</param>
/// <param name="Name">Its name in the source.</param>
/// <param name="Values">Its feature vector, or null when it has none.</param>
/// <param name="Fault">Why it has none.</param>
/// <param name="Detail">One line on the fault.</param>
internal sealed record ImageFeatures(int Index, string Name, float[]? Values, ImageFault? Fault, string? Detail)
{
    /// <summary>True if the vector came from a cache.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>True if the image has 16 bits per channel and uses a sixteenth of their range or less, like 12-bit scans, so that it came out almost black.</summary>
    public bool IsOfSmallRange { get; init; }
}
