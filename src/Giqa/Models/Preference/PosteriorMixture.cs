using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Posteriors under priors of different strength, averaged by their evidence (MacKay, Neural Computation 4, 1992): the best one alone is
/// too sure of itself.
/// </summary>
internal sealed unsafe class PosteriorMixture
{
    /// <summary>In nats of evidence: priors a thousand times less probable than the best do not count.</summary>
    internal const double Negligible = 7;

    private readonly PreferencePosterior[] _likely;
    private readonly double[] _shares;

    /// <summary>Averages posteriors.</summary>
    /// <param name="posteriors">One or more, of the same judgements.</param>
    internal PosteriorMixture(IReadOnlyList<PreferencePosterior> posteriors)
    {
        Best = posteriors.MaxBy(posterior => posterior.LogEvidence)!;
        _likely = [.. posteriors.Where(posterior => posterior.LogEvidence > Best.LogEvidence - Negligible)];
        _shares = Array.ConvertAll(_likely, posterior => Math.Exp(posterior.LogEvidence - Best.LogEvidence));
        TensorPrimitives.Divide(_shares, _shares.Sum(), _shares);
        Weights = Average(posterior => posterior.Weights);
    }

    /// <summary>The one of the largest evidence.</summary>
    internal PreferencePosterior Best { get; }

    /// <summary>E[w].</summary>
    internal double[] Weights { get; }

    /// <summary>The average of a number.</summary>
    internal double Average(Func<PreferencePosterior, double> value) => _likely.Zip(_shares, (posterior, share) => share * value(posterior)).Sum();

    /// <summary>The average of a vector.</summary>
    internal double[] Average(Func<PreferencePosterior, double[]> value)
    {
        var sum = new double[value(Best).Length];
        for (var i = 0; i < _likely.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(value(_likely[i]), _shares[i], sum, sum);
        }

        return sum;
    }

    /// <summary>S of the covariance S S^T: the mean of theirs, and the covariance of their means.</summary>
    internal double[] Spread()
    {
        var size = Weights.Length;
        using var covariance = new AlignedBuffer<double>((long)size * size);
        using var precision = new AlignedBuffer<double>((long)size * size);
        var offset = new double[size];
        for (var i = 0; i < _likely.Length; i++)
        {
            TensorPrimitives.Subtract(_likely[i].Weights, Weights, offset);
            AddCovariance(_likely[i], _shares[i], covariance);
            fixed (double* row = offset)
            {
                LinearAlgebra.Current.SymmetricRankDouble(Transposed.Yes, size, 1, _shares[i], row, size, 1, covariance.Pointer, size);
            }
        }

        // Twice inverted: a whitening P of C has P P^T = C^-1.
        _ = CholeskyFactor.Whiten(covariance.Pointer, size, 0, out _);
        LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, size, size, 1, covariance.Pointer, size, 0, precision.Pointer, size);
        _ = CholeskyFactor.Whiten(precision.Pointer, size, 0, out _);
        return new ReadOnlySpan<double>(precision.Pointer, size * size).ToArray();
    }

    private static void AddCovariance(PreferencePosterior posterior, double share, AlignedBuffer<double> covariance)
    {
        if (posterior.AddCovariance is { } add)
        {
            add(share, covariance);
            return;
        }

        var size = posterior.Weights.Length;
        fixed (double* spread = posterior.Spread)
        {
            LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, size, size, share, spread, size, 1, covariance.Pointer, size);
        }
    }
}
