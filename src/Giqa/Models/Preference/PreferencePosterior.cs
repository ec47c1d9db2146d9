using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>What is known of a linear utility u(x) = b + w . x after a fit: w is normal with a mean and a covariance (Laplace's approximation).</summary>
internal sealed class PreferencePosterior
{
    /// <summary>E[w], one number per dimension.</summary>
    internal required double[] Weights { get; init; }

    /// <summary>k x k, upper triangular, row-major: the covariance of w is S S^T. Empty where it was not asked for.</summary>
    internal double[] Spread { get; init; } = [];

    /// <summary>Adds the covariance of w, so many times, to the upper triangle of a matrix; null where <see cref="Spread"/> has it.</summary>
    internal Action<double, AlignedBuffer<double>>? AddCovariance { get; init; }

    /// <summary>What the fit under the next prior may start from.</summary>
    internal double[] Start { get; init; } = [];

    /// <summary>b.</summary>
    internal double Intercept { get; init; }

    /// <summary>The mean of the rows fitted to, about which the utility is known best; zero for a fit to pairs, which knows differences alone.</summary>
    internal double[]? Centre { get; init; }

    /// <summary>The standard deviation of the utility at <see cref="Centre"/>.</summary>
    internal double InterceptDeviation { get; init; }

    /// <summary>ln n of <see cref="Davidson"/>; negative infinity for a fit to opinions.</summary>
    internal double LogTie { get; init; } = double.NegativeInfinity;

    /// <summary>The standard deviation of an opinion about its utility; 0 for a fit to pairs, whose scale is the logistic one.</summary>
    internal double Noise { get; init; }

    /// <summary>The prior's standard deviation of every weight.</summary>
    internal required double PriorDeviation { get; init; }

    /// <summary>ln of the probability of the judgements under that prior, by which the prior was chosen.</summary>
    internal required double LogEvidence { get; init; }

    /// <summary>How much each observer leans towards the left image, in units of utility.</summary>
    internal double[] Leanings { get; init; } = [];

    /// <summary>The expected utility of an image.</summary>
    internal double Utility(ReadOnlySpan<double> row) => Intercept + StableSums.Dot(Weights, row);

    /// <summary>
    /// The standard deviation of what is not known of it: |S^T (x - centre)|, the centre's own, and, of directions that no judged
    /// image has, the prior's.
    /// </summary>
    /// <param name="row">The image.</param>
    /// <param name="squaredRest">The squared length of what the row leaves out of the image.</param>
    internal double Deviation(ReadOnlySpan<double> row, double squaredRest = 0)
    {
        var (centred, spread) = (row.ToArray(), new double[Weights.Length]);
        if (Centre is not null)
        {
            TensorPrimitives.Subtract(centred, Centre, centred);
        }

        Whiten(centred, spread);
        return Math.Sqrt(StableSums.Dot(spread, spread) + (InterceptDeviation * InterceptDeviation) + (PriorDeviation * PriorDeviation * squaredRest));
    }

    /// <summary>S^T x: the distance of two such vectors is the standard deviation of the difference of two utilities.</summary>
    internal void Whiten(ReadOnlySpan<double> row, Span<double> whitened)
    {
        var count = Weights.Length;
        whitened[..count].Clear();
        for (var i = 0; i < count; i++)
        {
            var target = whitened[i..count];
            TensorPrimitives.MultiplyAdd(Spread.AsSpan((i * count) + i, count - i), row[i], target, target);
        }
    }
}
