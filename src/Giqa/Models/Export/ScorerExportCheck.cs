using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;

namespace Giqa.Models;

/// <summary>Compares an exported scorer with the model on test pictures.</summary>
internal static class ScorerExportCheck
{
    private const double Tolerance = 1e-5;

    // A place's score is a float32 sum in another order.
    private const double MapTolerance = 1e-3;

    /// <summary>Compares scores and qualities.</summary>
    /// <returns>The largest difference of a score, relative to the larger of 1 and the score.</returns>
    /// <exception cref="GiqaException">The graph cannot be run, or gives something else.</exception>
    internal static double Compare(byte[] graph, QualityModel model, Backbone backbone, int width, int height)
    {
        using var session = OnnxScorer.Open(graph, width, height);
        using var extractor = new FeatureExtractor(backbone, new ExtractorOptions { Threads = 1 });
        var pictures = Pictures(width, height);
        var matrix = new FeatureMatrix(pictures.Length, backbone.FeatureCount, [.. pictures.SelectMany(extractor.Extract)]);
        var expected = model.Evaluate(matrix, threads: 1);
        var (scores, qualities) = session.Run(pictures);
        var largest = 0.0;
        for (var i = 0; i < pictures.Length; i++)
        {
            var difference = Math.Abs(scores[i] - expected.Values[i]) / Math.Max(1, Math.Abs(expected.Values[i]));
            if (!(difference <= Tolerance) || !(Math.Abs(qualities[i] - expected.Qualities[i]) <= Tolerance))
            {
                throw new GiqaException(FormattableString.Invariant($"the exported graph gives score {scores[i]:R}, quality {qualities[i]:R} for a test picture, but the model gives {expected.Values[i]:R}, {expected.Qualities[i]:R}: nothing was written; please report this model's settings"));
            }

            largest = Math.Max(largest, difference);
        }

        CheckMaps(session, model, pictures);
        return largest;
    }

    private static void CheckMaps(OnnxScorer session, QualityModel model, RgbImage[] pictures)
    {
        if (session.Map(pictures) is not { } given)
        {
            return;
        }

        using var mapper = new QualityMapper(model.Maps!);
        for (var i = 0; i < pictures.Length; i++)
        {
            var map = mapper.Map(pictures[i]);
            var places = given.Places.AsSpan(i * map.Qualities.Count, map.Qualities.Count);
            for (var cell = 0; cell < places.Length; cell++)
            {
                if (!(Math.Abs(places[cell] - map.Qualities[cell]) <= MapTolerance) || !(Math.Abs(given.Worst[i] - map.Quality) <= MapTolerance))
                {
                    throw new GiqaException(FormattableString.Invariant($"the exported graph gives a place of a test picture the quality {places[cell]:R}, but the model gives {map.Qualities[cell]:R}: nothing was written; please report this model's settings"));
                }
            }
        }
    }

    /// <summary>A busy picture, the same blurred, and a grey one: near and far from whatever the reals are.</summary>
    private static RgbImage[] Pictures(int width, int height)
    {
        var busy = Resizer.ResizeToBytes(SelfTest.Draw(), width, height, ResizeMode.PilBicubic);
        var grey = new byte[3 * width * height];
        Array.Fill(grey, (byte)119);
        return [busy, Degradation.Apply(busy, DegradationKind.Blur, 3, seed: 0), new RgbImage(width, height, grey)];
    }
}
