using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// What <see cref="PairFit"/> fits, in as many unknowns as there are judgements: the weights are v D^T a for the pairs' differences D and the
/// prior's variance v (Rasmussen and Williams, "Gaussian Processes for Machine Learning", algorithm 3.1). A step costs a third of n^3, whatever
/// the number of dimensions.
/// </summary>
internal sealed unsafe class FewPairFit : IDisposable
{
    /// <summary>With more judgements than so many times the dimensions, steps in the dimensions are cheaper.</summary>
    internal const int MostPerDimension = 2;

    private readonly PreferenceComparison[] _comparisons;
    private readonly int _count;
    private readonly int _dimensions;
    private readonly int _observers;
    private readonly double[] _differences;
    private readonly AlignedBuffer<double> _products;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Takes the judgements.</summary>
    /// <param name="rows">The images' features, row-major.</param>
    /// <param name="dimensions">The length of a row.</param>
    /// <param name="comparisons">One or more judgements.</param>
    /// <param name="cancellationToken">Checked per step.</param>
    internal FewPairFit(double[] rows, int dimensions, PreferenceComparison[] comparisons, CancellationToken cancellationToken)
    {
        (_comparisons, _count, _dimensions, _cancellationToken) = (comparisons, comparisons.Length, dimensions, cancellationToken);
        _observers = comparisons.Max(comparison => comparison.Observer) + 1;
        _differences = new double[_count * dimensions];
        for (var i = 0; i < _count; i++)
        {
            TensorPrimitives.Subtract(
                rows.AsSpan(comparisons[i].First * dimensions, dimensions), rows.AsSpan(comparisons[i].Second * dimensions, dimensions), _differences.AsSpan(i * dimensions, dimensions));
        }

        _products = new AlignedBuffer<double>((long)_count * _count);
        fixed (double* differences = _differences)
        {
            LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, _count, dimensions, 1, differences, dimensions, 0, _products.Pointer, _count);
        }

        CholeskyFactor.Mirror(_products.Pointer, _count);
    }

    public void Dispose() => _products.Dispose();

    /// <summary>Fits under one variance of the prior.</summary>
    /// <param name="variance">The variance of every weight.</param>
    /// <param name="beside">The fit under another one to start from; null starts from nothing.</param>
    internal PreferencePosterior Fit(double variance, PreferencePosterior? beside)
    {
        using var covariance = Covariance(variance);
        using var factor = new AlignedBuffer<double>((long)_count * _count);
        var duals = beside is null ? new double[_count] : (double[])beside.Start.Clone();
        var logTie = beside?.LogTie ?? PairFit.UsualLogTie;
        var utilities = Multiply(covariance, duals);
        var (slopes, roots) = (new double[_count], new double[_count]);
        for (var step = 0; step < PairFit.MostSteps; step++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Measure(utilities, logTie, slopes, roots);
            Factor(covariance, roots, factor);
            var move = Step(covariance, factor, utilities, slopes, roots);
            TensorPrimitives.Subtract(move, duals, move);
            var change = Multiply(covariance, move);
            var decrement = TensorPrimitives.Dot<double>(slopes, change) - TensorPrimitives.Dot<double>(duals, change);
            var (previous, tied) = (logTie, PairFit.UpdateLogTie(_comparisons, utilities, ref logTie));
            if (decrement < PairFit.Converged && tied < PairFit.Converged)
            {
                logTie = previous;
                break;
            }

            Take(move, change, duals, utilities, logTie);
        }

        // At what was found, where the last step may have led away from what was factored.
        Measure(utilities, logTie, slopes, roots);
        Factor(covariance, roots, factor);
        var logDeterminant = 0.0;
        for (var i = 0; i < _count; i++)
        {
            logDeterminant -= Math.Log(factor.Pointer[((long)i * _count) + i]);
        }

        return new PreferencePosterior
        {
            Weights = Weights(variance, duals),
            Leanings = Leanings(duals),
            AddCovariance = (share, sum) => AddCovariance(variance, roots, share, sum),
            Start = duals,
            LogTie = logTie,
            PriorDeviation = Math.Sqrt(variance),
            LogEvidence = Objective(duals, utilities, logTie) + logDeterminant,
        };
    }

    /// <summary>The prior's covariance of what decides the choices: the utilities' differences, and the observers' leanings.</summary>
    private AlignedBuffer<double> Covariance(double variance)
    {
        var covariance = new AlignedBuffer<double>((long)_count * _count);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(_products.Pointer, _count * _count), variance, new Span<double>(covariance.Pointer, _count * _count));
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; j < _count; j++)
            {
                covariance.Pointer[((long)i * _count) + j] += _comparisons[i].Observer == _comparisons[j].Observer ? PairFit.LeaningVariance : 0;
            }
        }

        return covariance;
    }

    /// <summary>The slope of every judgement's logarithm, and the root of its curvature.</summary>
    private void Measure(double[] utilities, double logTie, double[] slopes, double[] roots)
    {
        for (var i = 0; i < _count; i++)
        {
            var davidson = Davidson.At(utilities[i], logTie);
            slopes[i] = ((_comparisons[i].Outcome switch { PreferenceOutcome.First => 1, PreferenceOutcome.Second => -1, _ => 0 }) - davidson.Mean) / 2;
            roots[i] = Math.Sqrt(davidson.Curvature);
        }
    }

    /// <summary>1 + W^1/2 K W^1/2 = R^T R, which is never singular.</summary>
    private void Factor(AlignedBuffer<double> covariance, double[] roots, AlignedBuffer<double> factor)
    {
        for (var i = 0; i < _count; i++)
        {
            var row = new Span<double>(factor.Pointer + ((long)i * _count), _count);
            TensorPrimitives.Multiply(new ReadOnlySpan<double>(covariance.Pointer + ((long)i * _count), _count), roots, row);
            TensorPrimitives.Multiply(row, roots[i], row);
            row[i]++;
        }

        if (!LinearAlgebra.Current.Cholesky(_count, factor.Pointer))
        {
            throw new GiqaException($"the differences of {_count} judged pairs could not be factored: check the features for extreme values");
        }
    }

    /// <summary>Newton's next duals: b - W^1/2 (R^T R)^-1 W^1/2 K b for b = W f + slope.</summary>
    private double[] Step(AlignedBuffer<double> covariance, AlignedBuffer<double> factor, double[] utilities, double[] slopes, double[] roots)
    {
        var target = new double[_count];
        for (var i = 0; i < _count; i++)
        {
            target[i] = (roots[i] * roots[i] * utilities[i]) + slopes[i];
        }

        var inner = Multiply(covariance, target);
        TensorPrimitives.Multiply(inner, roots, inner);
        fixed (double* solved = inner)
        {
            LinearAlgebra.Current.TriangularSolve(Transposed.No, 1, _count, factor.Pointer, _count, solved, _count);
            LinearAlgebra.Current.TriangularSolve(Transposed.Yes, 1, _count, factor.Pointer, _count, solved, _count);
        }

        TensorPrimitives.Multiply(inner, roots, inner);
        TensorPrimitives.Subtract(target, inner, target);
        return target;
    }

    /// <summary>Goes along the step, halved until it does not make things worse; the objective is concave.</summary>
    private void Take(double[] move, double[] change, double[] duals, double[] utilities, double logTie)
    {
        var before = Objective(duals, utilities, logTie);
        var (origin, from) = ((double[])duals.Clone(), (double[])utilities.Clone());
        for (var share = 1.0; share > 1e-6; share /= 2)
        {
            TensorPrimitives.MultiplyAdd(move, share, origin, duals);
            TensorPrimitives.MultiplyAdd(change, share, from, utilities);
            if (Objective(duals, utilities, logTie) >= before)
            {
                return;
            }
        }

        origin.CopyTo(duals, 0);
        from.CopyTo(utilities, 0);
    }

    /// <summary>ln P(judgements) + ln of the prior's exponential.</summary>
    private double Objective(double[] duals, double[] utilities, double logTie)
    {
        var sum = (-.5 * (logTie - PairFit.UsualLogTie) * (logTie - PairFit.UsualLogTie) / PairFit.LogTieVariance) - (.5 * TensorPrimitives.Dot<double>(duals, utilities));
        for (var i = 0; i < _count; i++)
        {
            sum += Davidson.LogProbability(_comparisons[i].Outcome, utilities[i], logTie);
        }

        return sum;
    }

    private double[] Weights(double variance, double[] duals)
    {
        var weights = new double[_dimensions];
        for (var i = 0; i < _count; i++)
        {
            TensorPrimitives.MultiplyAdd(_differences.AsSpan(i * _dimensions, _dimensions), variance * duals[i], weights, weights);
        }

        return weights;
    }

    private double[] Leanings(double[] duals)
    {
        var leanings = new double[_observers];
        for (var i = 0; i < _count; i++)
        {
            leanings[_comparisons[i].Observer] += PairFit.LeaningVariance * duals[i];
        }

        return leanings;
    }

    /// <summary>Adds v - V V^T to a covariance of weights, so many times; V = v D^T W^1/2 R^-1.</summary>
    private void AddCovariance(double variance, double[] roots, double share, AlignedBuffer<double> sum)
    {
        using var covariance = Covariance(variance);
        using var factor = new AlignedBuffer<double>((long)_count * _count);
        Factor(covariance, roots, factor);
        using var told = new AlignedBuffer<double>((long)_dimensions * _count);
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; j < _dimensions; j++)
            {
                told.Pointer[((long)j * _count) + i] = variance * roots[i] * _differences[(i * _dimensions) + j];
            }
        }

        LinearAlgebra.Current.TriangularSolve(Transposed.No, _dimensions, _count, factor.Pointer, _count, told.Pointer, _count);
        LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, _dimensions, _count, -share, told.Pointer, _count, 1, sum.Pointer, _dimensions);
        for (var j = 0; j < _dimensions; j++)
        {
            sum.Pointer[((long)j * _dimensions) + j] += share * variance;
        }
    }

    /// <summary>K x for a symmetric K.</summary>
    private double[] Multiply(AlignedBuffer<double> matrix, double[] vector)
    {
        var product = new double[_count];
        for (var i = 0; i < _count; i++)
        {
            product[i] = TensorPrimitives.Dot(new ReadOnlySpan<double>(matrix.Pointer + ((long)i * _count), _count), vector);
        }

        return product;
    }
}
