using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Fits a linear utility to judged pairs: the maximum a posteriori of <see cref="Davidson"/>'s model by Newton's method, with
/// Laplace's approximation of the posterior. The prior is normal with one variance for all weights, over which the posterior is averaged
/// by its evidence; every observer may lean to one side. Fewer judgements than dimensions are fitted by <see cref="FewPairFit"/>.
/// </summary>
internal sealed unsafe class PairFit
{
    /// <summary>ln n of <see cref="Davidson"/> before any judgement.</summary>
    internal const double UsualLogTie = -1.2;

    internal const int MostSteps = 60;
    internal const double Converged = 1e-9;
    // Judges who err often leave little of a preference.
    private const double FirstVariance = 1.0 / 128;
    private const int Variances = 19;
    private const int FirstTried = 7;

    // How far people lean to one side, and how often they see no difference: weak knowledge, for the first few judgements.
    internal const double LeaningVariance = .25;
    internal const double LogTieVariance = 1;

    private readonly PreferenceComparison[] _comparisons;
    private readonly int _observers;
    private readonly int _size;
    private readonly double[] _design;
    private readonly double[] _weighted;
    private readonly double[] _differences;
    private readonly double[] _parameters;
    private readonly CancellationToken _cancellationToken;
    private double _logTie = UsualLogTie;

    private PairFit(double[] rows, int dimensions, PreferenceComparison[] comparisons, CancellationToken cancellationToken)
    {
        _comparisons = comparisons;
        _observers = comparisons.Max(comparison => comparison.Observer) + 1;
        _size = _observers + dimensions;
        _design = new double[comparisons.Length * _size];
        _weighted = new double[_design.Length];
        _differences = new double[comparisons.Length];
        _parameters = new double[_size];
        _cancellationToken = cancellationToken;
        for (var i = 0; i < comparisons.Length; i++)
        {
            var row = Design(i);
            row[comparisons[i].Observer] = 1;
            TensorPrimitives.Subtract(
                rows.AsSpan(comparisons[i].First * dimensions, dimensions), rows.AsSpan(comparisons[i].Second * dimensions, dimensions), row[_observers..]);
        }
    }

    /// <summary>Fits the utility.</summary>
    /// <param name="rows">The images' features, row-major, of about unit length each.</param>
    /// <param name="dimensions">k, the length of a row.</param>
    /// <param name="comparisons">One or more judgements.</param>
    /// <param name="hasSpread">Whether to say how sure it is.</param>
    /// <param name="cancellationToken">Checked per step.</param>
    internal static PreferencePosterior Fit(double[] rows, int dimensions, PreferenceComparison[] comparisons, bool hasSpread = true, CancellationToken cancellationToken = default)
    {
        using var few = comparisons.Length <= FewPairFit.MostPerDimension * dimensions ? new FewPairFit(rows, dimensions, comparisons, cancellationToken) : null;
        var many = few is null ? new PairFit(rows, dimensions, comparisons, cancellationToken) : null;
        var candidates = EvidenceSearch.Run(Variances, FirstTried, (i, beside) => FirstVariance * Math.Pow(2, i) is var variance && few is not null ? few.Fit(variance, beside) : many!.Fit(variance));
        var mixture = new PosteriorMixture(candidates);
        return new PreferencePosterior
        {
            Weights = mixture.Weights,
            Leanings = mixture.Average(posterior => posterior.Leanings),
            Spread = hasSpread ? mixture.Spread() : [],
            LogTie = mixture.Average(posterior => posterior.LogTie),
            PriorDeviation = Math.Sqrt(mixture.Average(posterior => posterior.PriorDeviation * posterior.PriorDeviation)),
            LogEvidence = mixture.Best.LogEvidence,
        };
    }

    /// <summary>Fits the utility under one variance of the prior.</summary>
    internal static PreferencePosterior Fit(double[] rows, int dimensions, PreferenceComparison[] comparisons, double variance) =>
        new PairFit(rows, dimensions, comparisons, default).Fit(variance);

    private PreferencePosterior Fit(double variance)
    {
        using var factor = new AlignedBuffer<double>((long)_size * _size);
        var gradient = new double[_size];
        var step = new double[_size];
        var logDeterminant = 0.0;
        for (var i = 0; i < MostSteps; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Measure(_parameters, _differences);
            logDeterminant = Factor(factor.Pointer, variance);
            Gradient(gradient, variance);
            var decrement = Solve(factor.Pointer, gradient, step);
            var tied = UpdateLogTie(_comparisons, _differences, ref _logTie);
            if (decrement < Converged && tied < Converged)
            {
                break;
            }

            Take(step, variance);
        }

        var weights = _size - _observers;
        var logPrior = -.5 * ((weights * Math.Log(variance)) + (_observers * Math.Log(LeaningVariance)));
        return new PreferencePosterior
        {
            Weights = _parameters[_observers..],
            Leanings = _parameters[.._observers],
            Spread = LowerRight(factor.Pointer),
            LogTie = _logTie,
            PriorDeviation = Math.Sqrt(variance),
            LogEvidence = Objective(_parameters, variance) + logPrior + logDeterminant,
        };
    }

    /// <summary>The Hessian D^T W D + prior, factored: H^-1 = P P^T, observers first, so that P's lower right block is the weights' own.</summary>
    /// <returns>ln |P| = -1/2 ln |H|.</returns>
    private double Factor(double* factor, double variance)
    {
        for (var i = 0; i < _comparisons.Length; i++)
        {
            var weight = Math.Sqrt(Davidson.At(_differences[i], _logTie).Curvature);
            TensorPrimitives.Multiply(Design(i), weight, _weighted.AsSpan(i * _size, _size));
        }

        fixed (double* weighted = _weighted)
        {
            LinearAlgebra.Current.SymmetricRankDouble(
                Transposed.Yes, _size, _comparisons.Length, 1, weighted, _size, 0, factor, _size);
        }

        for (var i = 0; i < _size; i++)
        {
            factor[((long)i * _size) + i] += 1 / Variance(i, variance);
        }

        _ = CholeskyFactor.Whiten(factor, _size, 0, out var logDeterminant);
        return logDeterminant;
    }

    private void Gradient(double[] gradient, double variance)
    {
        for (var i = 0; i < _size; i++)
        {
            gradient[i] = -_parameters[i] / Variance(i, variance);
        }

        for (var i = 0; i < _comparisons.Length; i++)
        {
            var choice = _comparisons[i].Outcome switch { PreferenceOutcome.First => 1, PreferenceOutcome.Second => -1, _ => 0 };
            var slope = (choice - Davidson.At(_differences[i], _logTie).Mean) / 2;
            TensorPrimitives.MultiplyAdd(Design(i), slope, gradient, gradient);
        }
    }

    /// <summary>step = P P^T gradient.</summary>
    /// <returns>Newton's decrement, |P^T gradient|^2.</returns>
    private double Solve(double* factor, double[] gradient, double[] step)
    {
        var whitened = new double[_size];
        for (var i = 0; i < _size; i++)
        {
            var target = whitened.AsSpan(i);
            TensorPrimitives.MultiplyAdd(Row(factor, i), gradient[i], target, target);
        }

        for (var i = 0; i < _size; i++)
        {
            step[i] = StableSums.Dot(Row(factor, i), whitened.AsSpan(i));
        }

        return StableSums.Dot(whitened, whitened);
    }

    /// <summary>Goes along the step, halved until it does not make things worse; the objective is concave.</summary>
    private void Take(double[] step, double variance)
    {
        var before = Objective(_parameters, variance);
        var origin = (double[])_parameters.Clone();
        for (var share = 1.0; share > 1e-6; share /= 2)
        {
            TensorPrimitives.MultiplyAdd(step, share, origin, _parameters);
            if (Objective(_parameters, variance) >= before)
            {
                return;
            }
        }

        origin.CopyTo(_parameters, 0);
    }

    /// <summary>One Newton step of ln n, given the utilities.</summary>
    /// <returns>The square of the step.</returns>
    internal static double UpdateLogTie(IReadOnlyList<PreferenceComparison> comparisons, double[] differences, ref double logTie)
    {
        var (slope, curvature) = ((UsualLogTie - logTie) / LogTieVariance, 1 / LogTieVariance);
        for (var i = 0; i < comparisons.Count; i++)
        {
            var tie = Davidson.At(differences[i], logTie).Tie;
            slope += (comparisons[i].Outcome == PreferenceOutcome.Tie ? 1 : 0) - tie;
            curvature += tie * (1 - tie);
        }

        var step = Math.Clamp(slope / curvature, -2, 2);
        logTie += step;
        return step * step;
    }

    /// <summary>ln P(judgements) + ln of the prior's exponential.</summary>
    private double Objective(double[] parameters, double variance)
    {
        Measure(parameters, _differences);
        var sum = -.5 * (_logTie - UsualLogTie) * (_logTie - UsualLogTie) / LogTieVariance;
        for (var i = 0; i < _size; i++)
        {
            sum -= .5 * parameters[i] * parameters[i] / Variance(i, variance);
        }

        for (var i = 0; i < _comparisons.Length; i++)
        {
            sum += Davidson.LogProbability(_comparisons[i].Outcome, _differences[i], _logTie);
        }

        return sum;
    }

    private void Measure(double[] parameters, double[] differences)
    {
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = StableSums.Dot(Design(i), parameters);
        }
    }

    private double[] LowerRight(double* factor)
    {
        var count = _size - _observers;
        var block = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            Row(factor, _observers + i).CopyTo(block.AsSpan((i * count) + i));
        }

        return block;
    }

    private double Variance(int parameter, double variance) => parameter < _observers ? LeaningVariance : variance;

    private Span<double> Design(int comparison) => _design.AsSpan(comparison * _size, _size);

    /// <summary>Row i of the triangle, from its diagonal on.</summary>
    private ReadOnlySpan<double> Row(double* factor, int i) => new(factor + ((long)i * _size) + i, _size - i);
}
