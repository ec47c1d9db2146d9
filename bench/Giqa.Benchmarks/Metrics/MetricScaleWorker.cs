using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Metrics;

/// <summary>One N of <see cref="MetricScaleBenchmark"/>.</summary>
internal static class MetricScaleWorker
{
    private const int Columns = 768;
    private const int Latent = 64;
    private const int Classes = 1008;

    internal static IReadOnlyList<string> Metrics { get; } = ["models", "fid", "kid", "is", "manifold"];

    internal static async Task<int> RunAsync(string[] args)
    {
        (FeatureSet Real, FeatureSet Fake)? sets = null;
        await WorkerLoop.RunAsync(task =>
        {
            var words = task.Split(' ');
            var rows = int.Parse(words[1], CultureInfo.InvariantCulture);
            var (real, fake) = sets ??= (Make(rows, 1, 1.0), Make(rows, 2, 0.92));
            if (words[0] == "compare")
            {
                var other = Make(rows, 3, .96);
                return _ => Comparison.Run(real, [new ComparisonInput("fake", fake, null), new ComparisonInput("other", other, null)], new ComparisonOptions()).Results[0].Figures.ToString();
            }

            var options = new ComparisonOptions
            {
                Metrics = words[0] switch
                {
                    "models" => ComparisonMetrics.QualityScore | ComparisonMetrics.DiversityScore,
                    "fid" => ComparisonMetrics.Frechet,
                    "kid" => ComparisonMetrics.Kernel,
                    "is" => ComparisonMetrics.Inception,
                    _ => ComparisonMetrics.PrecisionRecall | ComparisonMetrics.DensityCoverage,
                },
                Extrapolate = false,
                Spread = false,
            };
            var logits = words[0] == "is" ? Draw(rows) : null;
            return _ => Comparison.Run(real, [new ComparisonInput("fake", fake, logits)], options).Results[0].Figures.ToString();
        });
        return 0;
    }

    private static FeatureMatrix Draw(int rows)
    {
        var random = new SeededRandom(4);
        var values = new float[checked(rows * Classes)];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)(2 * random.NextGaussian());
        }

        return new FeatureMatrix(rows, Classes, values);
    }

    /// <summary>Latent Gaussians of decaying spread through a fixed random map and a rectifier.</summary>
    private static FeatureSet Make(int rows, ulong seed, double spread)
    {
        var fixedRandom = new SeededRandom(99);
        var weights = new float[Latent * Columns];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(fixedRandom.NextGaussian() / Math.Sqrt(1.0 + (i / Columns)));
        }

        var random = new SeededRandom(seed);
        var values = new float[checked(rows * Columns)];
        for (var row = 0; row < rows; row++)
        {
            var target = values.AsSpan(row * Columns, Columns);
            for (var k = 0; k < Latent; k++)
            {
                var factor = (float)(random.NextGaussian() * spread);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(weights.AsSpan(k * Columns, Columns), factor, target, target);
            }

            for (var j = 0; j < Columns; j++)
            {
                target[j] = Math.Max(0f, target[j] + (float)(0.1 * random.NextGaussian()));
            }
        }

        return new FeatureSet(new FeatureMatrix(rows, Columns, values), [.. Enumerable.Range(0, rows).Select(i => new FeatureItem($"{i}"))], null, null);
    }
}
