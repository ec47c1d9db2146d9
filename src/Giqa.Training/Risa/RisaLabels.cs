namespace Giqa.Training.Risa;

/// <summary>
/// Labels of a run's images: in proportion to the iteration up to the elbow, from there on in proportion to the share of the last
/// iteration's image in a blend with the elbow's.
/// </summary>
internal sealed class RisaLabels
{
    private readonly IReadOnlyList<long> _iterations;
    private readonly double _atElbow;

    internal RisaLabels(IReadOnlyList<long> iterations, int elbow, RisaOptions options)
    {
        (_iterations, Elbow, Maximum) = (iterations, elbow, options.MaximumGenerated);
        Interpolates = options.Interpolate && elbow < iterations.Count - 1;
        _atElbow = Maximum * Math.Min(1, options.ElbowLabel is { } label && elbow < iterations.Count - 1
            ? label
            : (double)iterations[elbow] / Math.Max(1, iterations[^1]));
    }

    /// <summary>The number of the elbow's iteration.</summary>
    internal int Elbow { get; }

    /// <summary>The label of the last iteration.</summary>
    internal double Maximum { get; }

    /// <summary>Whether there are blends.</summary>
    internal bool Interpolates { get; }

    /// <summary>How many iterations are used unblended.</summary>
    internal int PlainIterations => Interpolates ? Elbow + 1 : _iterations.Count;

    /// <summary>The label of an iteration's images.</summary>
    internal double Of(int iteration)
    {
        var (elbow, last) = (_iterations[Elbow], _iterations[^1]);
        return iteration <= Elbow
            ? elbow > 0 ? _atElbow * _iterations[iteration] / elbow : _atElbow
            : OfBlend((double)(_iterations[iteration] - elbow) / (last - elbow));
    }

    /// <summary>The label of (1 - a) x the elbow's image + a x the last one.</summary>
    internal double OfBlend(double share) => _atElbow + (share * (Maximum - _atElbow));

    /// <summary>
    /// T_1 to T_N at evenly spaced quantiles of the training labels, so that each classifier sees both classes; the last is 1 if
    /// something reaches it, the upper bound's pairs.
    /// </summary>
    internal double[] Thresholds(int count, bool hasPerfect)
    {
        const int Steps = 64;
        var plain = Enumerable.Range(0, PlainIterations).SelectMany(iteration => Enumerable.Repeat(Of(iteration), Interpolates ? Math.Max(1, Steps / PlainIterations) : 1));
        var blends = Interpolates ? Enumerable.Range(0, Steps).Select(step => OfBlend((step + .5) / Steps)) : [];
        double[] labels = [.. plain.Concat(blends).Order()];
        var inner = hasPerfect ? count - 1 : count;
        var thresholds = Enumerable.Range(1, inner).Select(i => labels[Math.Min(labels.Length - 1, i * labels.Length / (inner + 1))]).Where(value => value > labels[0]).Distinct();
        double[] chosen = [.. hasPerfect ? thresholds.Append(1).Distinct() : thresholds];
        return chosen.Length > 0 ? chosen : [labels[^1]];
    }
}
