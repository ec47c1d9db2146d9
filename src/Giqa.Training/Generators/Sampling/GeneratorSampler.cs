using Giqa.Images;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Training.Generators;

/// <summary>Makes images with a trained generator, through ONNX Runtime: libtorch is not needed.</summary>
/// <remarks>Safe to use from several threads. A seed gives the same image in every batch.</remarks>
internal sealed class GeneratorSampler : IDisposable
{
    private const int Batch = 64;

    private readonly InferenceSession _session;
    private readonly GeneratorShape _shape;

    private GeneratorSampler(InferenceSession session, GeneratorShape shape) => (_session, _shape) = (session, shape);

    /// <summary>Opens a generator.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="threads">Threads to run with, at least 1.</param>
    /// <exception cref="ModelFileException">The weights do not make a network.</exception>
    public static GeneratorSampler Open(GeneratorWeights weights, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            return new GeneratorSampler(new InferenceSession(GeneratorGraph.Write(weights), options), weights.Shape);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFileException($"the weights do not make a generator: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Makes images from latent vectors.</summary>
    /// <param name="seeds">Each determines one image.</param>
    /// <param name="truncation">Psi: 1 for the whole distribution; towards 0, images near the mean one, which look better and vary less.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>One image a seed.</returns>
    /// <exception cref="GiqaException">The generator is a conditional one.</exception>
    public IReadOnlyList<RgbImage> Sample(IReadOnlyList<ulong> seeds, double truncation = 1, CancellationToken cancellationToken = default)
    {
        if (_shape.IsConditional)
        {
            throw new GiqaException("this generator makes images from pictures of edges, masks or labels, not from seeds: give it conditions");
        }

        var images = new List<RgbImage>(seeds.Count);
        foreach (var batch in seeds.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.AddRange(ToImages(Evaluate(Latents.Draw(batch, _shape.Latent), truncation)));
        }

        return images;
    }

    /// <summary>Makes images from pictures of edges, masks or labels.</summary>
    /// <param name="conditions">The pictures; the middle square is brought to the generator's side.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>One image a condition.</returns>
    /// <exception cref="GiqaException">The generator is not a conditional one.</exception>
    public IReadOnlyList<RgbImage> Translate(IEnumerable<RgbImage> conditions, CancellationToken cancellationToken = default) =>
        _shape.IsConditional
            ? Translate(conditions.Select(picture => ConditionMaps.Read(picture, _shape.Kind, _shape.Size, _shape.ConditionChannels)), cancellationToken)
            : throw new GiqaException("this generator makes images from seeds, not from pictures: give it seeds");

    internal IReadOnlyList<RgbImage> Translate(IEnumerable<float[]> conditions, CancellationToken cancellationToken = default)
    {
        var images = new List<RgbImage>();
        foreach (var batch in conditions.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.AddRange(ToImages(Evaluate([.. batch.SelectMany(condition => condition)])));
        }

        return images;
    }

    /// <summary>The network's own output for latent vectors, one behind the other.</summary>
    internal float[] Evaluate(float[] latents, double truncation)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(latents, [latents.Length / _shape.Latent, _shape.Latent]);
        using var psi = OrtValue.CreateTensorValueFromMemory([(float)truncation], [1]);
        return Run([GeneratorGraph.Latent, GeneratorGraph.Truncation], [input, psi]);
    }

    /// <summary>The network's own output for conditions, one behind the other.</summary>
    internal float[] Evaluate(float[] conditions)
    {
        var plane = _shape.ConditionChannels * _shape.Size * _shape.Size;
        using var input = OrtValue.CreateTensorValueFromMemory(conditions, [conditions.Length / plane, _shape.ConditionChannels, _shape.Size, _shape.Size]);
        return Run([GeneratorGraph.Condition], [input]);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Run(string[] names, OrtValue[] values)
    {
        using var options = new RunOptions();
        using var outputs = _session.Run(options, names, values, _session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private List<RgbImage> ToImages(float[] values) => PixelValues.ToImages(values, _shape.Channels, _shape.Size);
}
