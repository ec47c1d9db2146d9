using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The share of the candidate's images that are as bad as the baseline's worst. The difference of two shares has Newcombe's interval
/// (1998, his method 10), which joins the two shares' own by Wilson and holds for few images, too.
/// </summary>
internal sealed class TailTest
{
    private readonly int _worst;
    private readonly int _count;
    private readonly int _others;

    /// <param name="lowest">The baseline's lowest qualities, rising; as many as the share needs, or more.</param>
    /// <param name="count">How many images the baseline has.</param>
    /// <param name="candidate">The candidate's qualities.</param>
    /// <param name="share">Which share of the baseline is its worst.</param>
    internal TailTest(IReadOnlyList<double> lowest, int count, IReadOnlyList<double> candidate, double share)
    {
        (_count, _others) = (count, candidate.Count);
        _worst = NeededOf(count, share);
        Threshold = lowest[_worst - 1];
        CandidateWorst = candidate.Count(quality => quality <= Threshold);
    }

    /// <summary>The best quality among the baseline's worst images.</summary>
    internal double Threshold { get; }

    /// <summary>How many of the candidate's images are no better.</summary>
    internal int CandidateWorst { get; }

    internal double BaselineShare => (double)_worst / _count;

    internal double CandidateShare => (double)CandidateWorst / _others;

    /// <summary>How many of the lowest qualities the share makes, at least one.</summary>
    internal static int NeededOf(int count, double share) => Math.Clamp((int)Math.Round(share * count), 1, count);

    /// <summary>Candidate minus baseline, with the 95 % interval.</summary>
    internal (double Difference, double Low, double High) Interval() => Interval(StudentT.NormalReach95);

    /// <summary>Twice the chance that a candidate whose share is larger by just the margin shows so large a one.</summary>
    internal double Chance(double margin)
    {
        if (CandidateShare - BaselineShare <= margin)
        {
            return 1.0;
        }

        double near = 0.0, far = 40.0;
        for (var step = 0; step < 60; step++)
        {
            var middle = (near + far) / 2.0;
            (near, far) = Interval(middle).Low > margin ? (middle, far) : (near, middle);
        }

        return StudentT.TwoSided(near, double.PositiveInfinity);
    }

    private (double Difference, double Low, double High) Interval(double quantile)
    {
        var (first, second) = (BaselineShare, CandidateShare);
        var (low1, high1) = WilsonInterval.Of(first, _count, quantile);
        var (low2, high2) = WilsonInterval.Of(second, _others, quantile);
        var difference = second - first;
        return (
            difference,
            difference - Math.Sqrt(((second - low2) * (second - low2)) + ((high1 - first) * (high1 - first))),
            difference + Math.Sqrt(((high2 - second) * (high2 - second)) + ((first - low1) * (first - low1))));
    }
}
