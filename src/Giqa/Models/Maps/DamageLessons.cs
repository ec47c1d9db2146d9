using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Cells of real images, and cells of damaged rectangles in them with those around. Each kind of damage is told from untouched places by a linear
/// discriminant, all with one covariance, that within the kinds and within what is untouched, and with a ridge.
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
    private readonly double[][] _sums;
    private readonly int[] _counts;

    /// <param name="columns">The length of a cell's vector.</param>
    /// <param name="apart">Keep the products of each kind of damage apart, so that weights can be learned without one of them.</param>
    internal DamageLessons(int columns, bool apart = false)
    {
        var count = apart ? LocalDamage.Kinds.Length : 1;
        _columns = columns;
        _real = new PatchScatter(columns);
        _around = [.. Enumerable.Range(0, count).Select(_ => new PatchScatter(columns))];
        _damaged = [.. Enumerable.Range(0, count).Select(_ => new PatchScatter(columns))];
        _sums = [.. LocalDamage.Kinds.Select(_ => new double[columns])];
        _counts = new int[_sums.Length];
    }

    internal void Add(DamageLesson lesson)
    {
        if (lesson.Kind is not { } kind)
        {
            _real.Add(lesson.Vector);
            return;
        }

        (lesson.IsDamaged ? _damaged : _around)[_damaged.Length == 1 ? 0 : (int)kind].Add(lesson.Vector);
        if (lesson.IsDamaged)
        {
            var sums = _sums[(int)kind];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += lesson.Vector[i];
            }

            _counts[(int)kind]++;
        }
    }

    /// <summary>Learns the weights.</summary>
    /// <param name="without">A kind of damage that is not to be learned; only where kinds are kept apart.</param>
    internal PatchScorer Learn(LocalDamageKind? without = null)
    {
        int[] kinds = [.. LocalDamage.Kinds.Where(kind => kind != without).Select(kind => (int)kind).Where(kind => _counts[kind] > 0)];
        using var matrix = new AlignedBuffer<double>((long)_columns * _columns);
        var covariance = matrix.Pointer;
        var untouched = AddMoments([_real, .. Of(_around, kinds)], covariance);
        Subtract(covariance, untouched, .5);
        _ = AddMoments(Of(_damaged, kinds), covariance);
        double[][] means = [.. kinds.Select(kind => Array.ConvertAll(_sums[kind], sum => sum / _counts[kind]))];
        for (var i = 0; i < kinds.Length; i++)
        {
            Subtract(covariance, means[i], .5 * _counts[kinds[i]] / kinds.Sum(kind => (double)_counts[kind]));
        }

        var scale = Scale();
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
        float[][] weights = [.. means.Select(mean => Solve(covariance, [.. Enumerable.Range(0, _columns).Select(i => scale[i] * (untouched[i] - mean[i]))], scale))];
        double[] offsets = [.. weights.Select((own, kind) => -.5 * Enumerable.Range(0, _columns).Sum(i => own[i] * (untouched[i] + means[kind][i])))];
        return new PatchScorer([.. weights.SelectMany(own => own)], offsets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scatter in (PatchScatter[])[_real, .. _around, .. _damaged])
        {
            scatter.Dispose();
        }
    }

    private static PatchScatter[] Of(PatchScatter[] sets, int[] kinds) => sets.Length == 1 ? sets : [.. kinds.Select(kind => sets[kind])];

    /// <summary>Adds the second moments of some sets with half the weight.</summary>
    /// <returns>The mean of them all.</returns>
    private double[] AddMoments(PatchScatter[] sets, double* covariance)
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

    private void Subtract(double* covariance, double[] mean, double weight)
    {
        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                covariance[((long)i * _columns) + j] -= weight * mean[i] * mean[j];
            }
        }
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
