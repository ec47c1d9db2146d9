using Giqa.Images;
using Giqa.Models;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Features.Onnx;

/// <summary>Runs an exported scorer as a foreign program would: pixels in, scores and qualities out.</summary>
internal sealed class OnnxScorer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly int _width;
    private readonly int _height;

    private OnnxScorer(InferenceSession session, int width, int height) => (_session, _width, _height) = (session, width, height);

    /// <summary>Opens a serialised model.</summary>
    /// <exception cref="ModelFileException">It cannot be run.</exception>
    internal static OnnxScorer Open(byte[] model, int width, int height)
    {
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return new OnnxScorer(new InferenceSession(model, options), width, height);
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            throw OnnxFailure.Describe("the exported scorer cannot be run", e);
        }
    }

    /// <summary>Scores images of the scorer's size.</summary>
    internal (double[] Scores, double[] Qualities) Run(IReadOnlyList<RgbImage> images) => Run(images, of => (of(ScorerExport.ScoreName)!, of(ScorerExport.QualityName)!));

    /// <summary>The qualities of the images' places and of their worst ones; null where the scorer has no maps.</summary>
    internal (double[] Places, double[] Worst)? Map(IReadOnlyList<RgbImage> images) => Run<(double[], double[])?>(images, of => of(ScorerExport.MapName) is { } places ? (places, of(ScorerExport.WorstName)!) : null);

    /// <summary>The shares of people who would prefer the images; null where the scorer does not know them.</summary>
    internal double[]? Preferred(IReadOnlyList<RgbImage> images) => Run(images, of => of(ScorerExport.PreferredName));

    private T Run<T>(IReadOnlyList<RgbImage> images, Func<Func<string, double[]?>, T> choose)
    {
        var pixels = new float[images.Count * 3 * _width * _height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, channel, place) = (i / (3 * _width * _height), i / (_width * _height) % 3, i % (_width * _height));
            pixels[i] = images[image].Pixels[(3 * place) + channel];
        }

        try
        {
            using var run = new RunOptions();
            using var input = OrtValue.CreateTensorValueFromMemory(pixels, [images.Count, 3, _height, _width]);
            using var outputs = _session.Run(run, [_session.InputNames[0]], [input], _session.OutputNames);
            return choose(name => _session.OutputNames.Index().FirstOrDefault(output => output.Item == name) is { Item: not null } output ? outputs[output.Index].GetTensorDataAsSpan<double>().ToArray() : null);
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            throw OnnxFailure.Describe("the exported scorer cannot be run", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
