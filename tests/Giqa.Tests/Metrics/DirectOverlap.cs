using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

/// <summary>Precision, recall, density and coverage word for word, from every distance in float64.</summary>
internal static class DirectOverlap
{
    internal static ManifoldResult Compute(FeatureMatrix real, FeatureMatrix generated, ManifoldOptions options)
    {
        var precisionRadii = Radii(real, options.PrecisionNeighbours);
        var densityRadii = Radii(real, options.DensityNeighbours);
        var recallRadii = Radii(generated, options.PrecisionNeighbours);
        var inside = new bool[generated.Rows];
        var counts = new int[generated.Rows];
        var reached = new bool[real.Rows];
        var covered = new bool[real.Rows];
        for (var i = 0; i < real.Rows; i++)
        {
            for (var j = 0; j < generated.Rows; j++)
            {
                var distance = Squared(real.Row(i), generated.Row(j));
                inside[j] |= distance <= precisionRadii[i];
                reached[i] |= distance <= recallRadii[j];
                counts[j] += distance < densityRadii[i] ? 1 : 0;
                covered[i] |= distance < densityRadii[i];
            }
        }

        return new ManifoldResult(0, 0, 0, 0, inside, reached, counts, covered);
    }

    internal static double Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        }

        return sum;
    }

    internal static double[] Radii(FeatureMatrix features, int neighbours)
    {
        var radii = new double[features.Rows];
        for (var i = 0; i < features.Rows; i++)
        {
            var distances = new List<double>();
            for (var j = 0; j < features.Rows; j++)
            {
                if (i != j)
                {
                    distances.Add(Squared(features.Row(i), features.Row(j)));
                }
            }

            distances.Sort();
            radii[i] = distances[neighbours - 1];
        }

        return radii;
    }
}
