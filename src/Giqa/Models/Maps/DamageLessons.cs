using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Cells of real images, and cells of damaged rectangles in them with those around. Each kind of damage is told from untouched places by a linear
/// discriminant. Its covariance is that within, one half of what is untouched and one half of what is damaged,
/// of which again one half is the kind's own; with a ridge.
/// </summary>
internal sealed unsafe class DamageLessons : IDisposable
{
    // Of the mean variance. On photographs anything from .01 to .1 finds as much within .005.
    private const double Ridge = .01;

    // Of channels that hardly ever fire.
    private const double LeastDeviation = 1e-3;

    // The share of a kind's own covariance in that of what is damaged. A kind alone has too few images behind it; one covariance for all takes every
    // kind to vary as the widest does, which makes a faint but even kind look like chance.
    private const double Own = .5;

    private readonly int _columns;
    private readonly PatchScatter _real;
    private readonly PatchScatter[] _around;
    private readonly PatchScatter[] _damaged;

    /// <param name="columns">The length of a cell's vector.</param>
    /// <param name="apart">Keep what lies around each kind of damage apart, so that weights can be learned without one of them.</param>
    internal DamageLessons(int columns, bool apart = false)
    {
        _columns = columns;
        _real = new PatchScatter(columns);
        _around = [.. Enumerable.Range(0, apart ? LocalDamage.Kinds.Length : 1).Select(_ => new PatchScatter(columns))];
        _damaged = [.. LocalDamage.Kinds.Select(_ => new PatchScatter(columns))];
    }

    internal void Add(DamageLesson lesson)
    {
        var scatter = lesson.Kind is not { } kind ? _real : lesson.IsDamaged ? _damaged[(int)kind] : _around[_around.Length == 1 ? 0 : (int)kind];
        scatter.Add(lesson.Vector);
    }

    /// <summary>Learns the weights.</summary>
    /// <param name="without">A kind of damage that is not to be learned; only where what lies around is kept apart.</param>
    internal PatchScorer Learn(LocalDamageKind? without = null)
    {
        int[] kinds = [.. LocalDamage.Kinds.Where(kind => kind != without).Select(kind => (int)kind).Where(kind => _damaged[kind].Count > 0)];
        using var shared = new AlignedBuffer<double>((long)_columns * _columns);
        using var own = new AlignedBuffer<double>((long)_columns * _columns);
        var untouched = AddWithin([_real, .. _around.Length == 1 ? _around : kinds.Select(kind => _around[kind])], shared.Pointer, .5);
        var total = kinds.Sum(kind => (double)_damaged[kind].Count);
        foreach (var kind in kinds)
        {
            _ = AddWithin([_damaged[kind]], shared.Pointer, .5 * (1 - Own) * _damaged[kind].Count / total);
        }

        var scale = Scale();
        var (weights, offsets) = (new float[kinds.Length * _columns], new double[kinds.Length]);
        for (var i = 0; i < kinds.Length; i++)
        {
            new Span<double>(shared.Pointer, _columns * _columns).CopyTo(new Span<double>(own.Pointer, _columns * _columns));
            var mean = AddWithin([_damaged[kinds[i]]], own.Pointer, .5 * Own);
            Whiten(own.Pointer, scale);
            var solved = Solve(own.Pointer, [.. Enumerable.Range(0, _columns).Select(column => scale[column] * (untouched[column] - mean[column]))], scale);
            solved.CopyTo(weights, i * _columns);
            offsets[i] = -.5 * Enumerable.Range(0, _columns).Sum(column => solved[column] * (untouched[column] + mean[column]));
        }

        return new PatchScorer(weights, offsets, PatchScorer.LearnedSoftness);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scatter in (PatchScatter[])[_real, .. _around, .. _damaged])
        {
            scatter.Dispose();
        }
    }

    /// <summary>Adds the covariance of some sets, taken together, with a weight.</summary>
    /// <returns>The mean of them all.</returns>
    private double[] AddWithin(PatchScatter[] sets, double* covariance, double weight)
    {
        var (mean, count) = (new double[_columns], sets.Sum(set => (double)set.Count));
        foreach (var set in sets)
        {
            set.AddTo(covariance, weight / count);
            for (var i = 0; i < _columns; i++)
            {
                mean[i] += set.Sums[i] / count;
            }
        }

        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                covariance[((long)i * _columns) + j] -= weight * mean[i] * mean[j];
            }
        }

        return mean;
    }

    /// <summary>Scales a covariance, adds the ridge, and replaces it by what whitens with it.</summary>
    private void Whiten(double* covariance, double[] scale)
    {
        double trace = 0;
        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                covariance[((long)i * _columns) + j] *= scale[i] * scale[j];
            }

            trace += covariance[((long)i * _columns) + i];
        }

        _ = CholeskyFactor.Whiten(covariance, _columns, Ridge * trace / _columns, out _);
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
