using Giqa.Features;
using Giqa.Features.Onnx;

namespace Giqa.Models;

/// <summary>The model as ONNX nodes: from transformed rows, N x k float64, to raw scores, N x 1 float64.</summary>
internal sealed class ScorerHead(OnnxExpressions nodes, Scorer scorer, FitOptions options)
{
    internal string Score(string rows) => scorer switch
    {
        MixtureScorer { Mixture: { } mixture } => Mixture(rows, mixture),
        NeighbourScorer { References: { } references } when options.Variant == NeighbourVariant.Paper => Neighbours(rows, references),
        NeighbourScorer => throw new GiqaException("the 'official' neighbour score compares every image with every reference, component by component, which would not fit into memory as ONNX: fit with --knn paper"),
        LearnedScorer { TakesSigmoids: true } learned => Sigmoids(rows, learned.Outputs, learned.Soundness),
        LearnedScorer => rows,
        ImportedScorer { Weights: { } weights } => nodes.Product(rows, nodes.Constant(weights, weights.Length, 1)),
        PreferenceScorer { Posterior: { } posterior } => nodes.Add(nodes.Product(rows, nodes.Constant(posterior.Weights, posterior.Weights.Length, 1)), nodes.Scalar(posterior.Intercept)),
        var other => throw new GiqaException($"models of the kind {other.GetType().Name} cannot be written as ONNX"),
    };

    /// <summary>ln sum_k w_k N(x | mean_k, S_k), with the largest term factored out of the sum (GIQA eq. 5, GIQA eq. 6).</summary>
    private string Mixture(string rows, GaussianMixture mixture)
    {
        var (count, dimensions) = (mixture.Components, mixture.Dimensions);
        var apart = nodes.Subtract(nodes.Reshape(rows, 1, -1, dimensions), nodes.Constant(mixture.Means.ToArray(), count, 1, dimensions));
        var white = Whiten(apart, mixture);
        var squares = nodes.SumOfLast(nodes.Multiply(white, white), dimensions);
        var distances = nodes.Transpose(nodes.Reshape(squares, count, -1), 1, 0);
        var terms = nodes.Subtract(nodes.Constant(Constants(mixture), 1, count), nodes.Multiply(distances, nodes.Scalar(.5)));
        var largest = nodes.Extremes(terms, 1, largest: true);
        var sum = nodes.SumOfLast(nodes.Apply("Exp", nodes.Subtract(terms, largest)), count);
        return nodes.Add(largest, nodes.Apply("Log", sum));
    }

    /// <summary>M x N x k rows of unit covariance.</summary>
    private string Whiten(string apart, GaussianMixture mixture)
    {
        var (count, dimensions, precisions) = (mixture.Components, mixture.Dimensions, mixture.PrecisionCholesky.ToArray());
        return mixture.Covariance switch
        {
            CovarianceKind.Full => nodes.Product(apart, nodes.Constant(precisions, count, dimensions, dimensions)),
            CovarianceKind.Tied => nodes.Product(apart, nodes.Constant(precisions, dimensions, dimensions)),
            CovarianceKind.Diagonal => nodes.Multiply(apart, nodes.Constant(precisions, count, 1, dimensions)),
            CovarianceKind.Spherical => nodes.Multiply(apart, nodes.Constant(precisions, count, 1, 1)),
            var kind => throw new GiqaException($"covariances of the kind {kind} cannot be written as ONNX"),
        };
    }

    /// <summary>What does not depend on the image: ln w + ln |P| - (k / 2) ln 2 pi.</summary>
    private static double[] Constants(GaussianMixture mixture)
    {
        var dimensions = mixture.Dimensions;
        var precisions = mixture.PrecisionCholesky;
        var constants = new double[mixture.Components];
        for (var component = 0; component < constants.Length; component++)
        {
            var logDeterminant = 0.0;
            for (var i = 0; i < dimensions; i++)
            {
                logDeterminant += Math.Log(mixture.Covariance switch
                {
                    CovarianceKind.Full => precisions[(((component * dimensions) + i) * dimensions) + i],
                    CovarianceKind.Tied => precisions[(i * dimensions) + i],
                    CovarianceKind.Diagonal => precisions[(component * dimensions) + i],
                    _ => precisions[component],
                });
            }

            constants[component] = Math.Log(mixture.Weights[component]) + logDeterminant - (dimensions / 2.0 * Math.Log(2 * Math.PI));
        }

        return constants;
    }

    /// <summary>The mean of 1 / |x - x_k|^2 over the nearest references (GIQA eq. 7), the distances by |x|^2 + |r|^2 - 2 x r in float64, about the references' mean so that little cancels.</summary>
    private string Neighbours(string rows, ReferenceSet set)
    {
        var (references, neighbours) = (set.Features, options.Neighbours);
        var (count, dimensions) = (references.Rows, references.Columns);
        var mean = ReferenceMean(references);
        var centre = nodes.Constant(mean, 1, dimensions);
        var single = nodes.Subtract(nodes.ToDouble(nodes.ToSingle(rows)), centre);
        var all = nodes.Subtract(nodes.ToDouble(nodes.Constant(references.Values, count, dimensions)), centre);
        var products = nodes.Product(single, nodes.Transpose(all, 1, 0));
        var norms = nodes.Add(nodes.SumOfLast(nodes.Multiply(single, single), dimensions), nodes.Constant(SquaredNorms(references, mean), 1, count));
        var distances = nodes.Subtract(norms, nodes.Multiply(products, nodes.Scalar(2)));
        var nearest = nodes.Apply("Max", nodes.Extremes(distances, neighbours, largest: false), nodes.Scalar(set.Search.CopyDistance));
        return nodes.Divide(nodes.SumOfLast(nodes.Apply("Reciprocal", nearest), neighbours), nodes.Scalar(neighbours));
    }

    private static double[] ReferenceMean(FeatureMatrix references)
    {
        var mean = new double[references.Columns];
        for (var row = 0; row < references.Rows; row++)
        {
            var values = references.Row(row);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += values[i] / (double)references.Rows;
            }
        }

        return mean;
    }

    private static double[] SquaredNorms(FeatureMatrix references, double[] mean)
    {
        var norms = new double[references.Rows];
        for (var row = 0; row < norms.Length; row++)
        {
            var values = references.Row(row);
            for (var i = 0; i < mean.Length; i++)
            {
                norms[row] += (values[i] - mean[i]) * (values[i] - mean[i]);
            }
        }

        return norms;
    }

    /// <summary>The mean of 1 / (1 + exp(-x)) over the classifiers (GIQA eq. 4), times that over the soundness classifiers, if there are any.</summary>
    private string Sigmoids(string rows, int outputs, int soundness)
    {
        var sigmoids = nodes.Apply("Reciprocal", nodes.Add(nodes.Apply("Exp", nodes.Apply("Neg", rows)), nodes.Scalar(1)));
        var own = Mean(0, outputs - soundness);
        return soundness == 0 ? own : nodes.Multiply(own, Mean(outputs - soundness, soundness));

        string Mean(int first, int count)
        {
            double[] weights = [.. Enumerable.Range(0, outputs).Select(output => output >= first && output < first + count ? 1.0 : 0)];
            var values = count == outputs ? sigmoids : nodes.Multiply(sigmoids, nodes.Constant(weights, 1, outputs));
            return nodes.Divide(nodes.SumOfLast(values, outputs), nodes.Scalar(count));
        }
    }
}
