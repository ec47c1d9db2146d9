using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// A difference with its 95 % interval held against a margin: shown to be no worse where the whole interval lies on the good side of
/// the margin, shown to be worse where it lies beyond.
/// </summary>
/// <param name="Gain">Candidate minus baseline, turned such that more is better.</param>
/// <param name="Low">The lower end of its 95 % interval; null where there is none.</param>
/// <param name="High">The upper end.</param>
/// <param name="Margin">How much worse is allowed.</param>
internal readonly record struct MarginTest(double Gain, double? Low, double? High, double Margin)
{
    internal bool IsShownGood => Low > -Margin;

    /// <summary>
    /// Twice the chance that a candidate worse by just the margin looks at least as bad; 1 where it lies within it. Other levels than
    /// 95 % are read off the interval, whose reach is taken to grow as a normal one's: below .05 exactly where the interval lies beyond the margin.
    /// </summary>
    internal double Chance
    {
        get
        {
            if (High is not { } high || Gain >= -Margin)
            {
                return 1.0;
            }

            var reach = high - Gain;
            return reach > 0.0 ? StudentT.TwoSided(StudentT.NormalReach95 * (-Margin - Gain) / reach, double.PositiveInfinity) : 0.0;
        }
    }

    /// <summary>About how many times as many images would let nine of ten equal candidates pass.</summary>
    internal double TimesAsMany => (Gain - Low) is { } reach ? Math.Pow((StudentT.NormalReach95 + 1.2816) / StudentT.NormalReach95 * reach / Margin, 2.0) : double.PositiveInfinity;
}
