using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Cells of real images, and cells of damaged rectangles in them with those around: the weights that tell both apart are Fisher's
/// discriminant, with a ridge.
/// </summary>
internal sealed unsafe class DamageLessons : IDisposable
{
    // Of the mean variance. On photographs anything from .01 to .1 finds as much within .005.
    private const double Ridge = .03;

    // Of channels that hardly ever fire.
    private const double LeastDeviation = 1e-3;

    private readonly int _columns;
    private readonly PatchScatter _real;
    private readonly PatchScatter[] _around;
    private readonly PatchScatter[] _damaged;

    /// <param name="columns">The length of a cell's vector.</param>
    /// <param name="apart">Keep the kinds of damage apart, so that weights can be learned without one of them.</param>
    internal DamageLessons(int columns, bool apart = false)
    {
        var count = apart ? LocalDamage.Kinds.Length : 1;
        _columns = columns;
        _real = new PatchScatter(columns);
        _around = [.. Enumerable.Range(0, count).Select(_ => new PatchScatter(columns))];
        _damaged = [.. Enumerable.Range(0, count).Select(_ => new PatchScatter(columns))];
    }

    internal void Add(DamageLesson lesson) =>
        (lesson.Kind is not { } kind ? _real : (lesson.IsDamaged ? _damaged : _around)[_damaged.Length == 1 ? 0 : (int)kind]).Add(lesson.Vector);

    /// <summary>Learns the weights.</summary>
    /// <param name="without">A kind of damage that is not to be learned; only where kinds are kept apart.</param>
    internal PatchScorer Learn(LocalDamageKind? without = null)
    {
        bool IsLearned(int kind) => without is not { } left || kind != (int)left;
        PatchScatter[] damaged = [.. _damaged.Where((_, kind) => IsLearned(kind))], good = [_real, .. _around.Where((_, kind) => IsLearned(kind))];
        using var matrix = new AlignedBuffer<double>((long)_columns * _columns);
        var covariance = matrix.Pointer;
        var (bad, whole) = (MeanOf(damaged, covariance), MeanOf(good, covariance));
        var scale = Scale();
        var difference = new double[_columns];
        double trace = 0;
        for (var i = 0; i < _columns; i++)
        {
            difference[i] = scale[i] * (whole[i] - bad[i]);
            for (var j = i; j < _columns; j++)
            {
                ref var value = ref covariance[((long)i * _columns) + j];
                value = scale[i] * scale[j] * (value - (.25 * (whole[i] + bad[i]) * (whole[j] + bad[j])));
            }

            trace += covariance[((long)i * _columns) + i];
        }

        _ = CholeskyFactor.Whiten(covariance, _columns, Ridge * trace / _columns, out _);
        return new PatchScorer(Solve(covariance, difference, scale));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scatter in (PatchScatter[])[_real, .. _around, .. _damaged])
        {
            scatter.Dispose();
        }
    }

    /// <summary>The mean of some sets, whose second moments are added with half the weight.</summary>
    private double[] MeanOf(PatchScatter[] sets, double* covariance)
    {
        var (mean, count) = (new double[_columns], sets.Sum(set => (double)set.Count));
        foreach (var set in sets)
        {
            set.AddTo(covariance, .5 / count);
            for (var i = 0; i < _columns; i++)
            {
                mean[i] += set.Sums[i] / count;
            }
        }

        return mean;
    }

    /// <summary>What brings each channel to about unit deviation over the cells of real images.</summary>
    private double[] Scale()
    {
        using var moments = new AlignedBuffer<double>((long)_columns * _columns);
        _real.AddTo(moments.Pointer, 1.0 / _real.Count);
        var scale = new double[_columns];
        for (var i = 0; i < _columns; i++)
        {
            var mean = _real.Sums[i] / _real.Count;
            scale[i] = 1 / (Math.Sqrt(Math.Max(0, moments.Pointer[((long)i * _columns) + i] - (mean * mean))) + LeastDeviation);
        }

        return scale;
    }

    /// <summary>scale * P P^T difference, where P P^T is the inverse of the covariance.</summary>
    private float[] Solve(double* whitening, double[] difference, double[] scale)
    {
        var whitened = new double[_columns];
        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                whitened[j] += whitening[((long)i * _columns) + j] * difference[i];
            }
        }

        var weights = new float[_columns];
        for (var i = 0; i < _columns; i++)
        {
            weights[i] = (float)(scale[i] * StableSums.Dot(new ReadOnlySpan<double>(whitening + ((long)i * _columns) + i, _columns - i), whitened.AsSpan(i)));
        }

        return weights;
    }
}

/// <summary>One cell to learn from.</summary>
/// <param name="Vector">What it looks like.</param>
/// <param name="Kind">How its image was damaged; null of an untouched one.</param>
/// <param name="IsDamaged">Whether the cell lies in the damage.</param>
internal readonly record struct DamageLesson(float[] Vector, LocalDamageKind? Kind, bool IsDamaged);
