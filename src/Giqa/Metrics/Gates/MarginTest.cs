using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// A difference with its 95 % interval, compared with a margin: shown to be no worse if the whole interval is on the good side of
/// the margin, shown to be worse if it is entirely beyond.
/// </summary>
/// <param name="Gain">Candidate minus baseline, oriented so that more is better.</param>
/// <param name="Low">The lower end of its 95 % interval; null where there is none.</param>
/// <param name="High">The upper end.</param>
/// <param name="Margin">How much worse is allowed.</param>
internal readonly record struct MarginTest(double Gain, double? Low, double? High, double Margin)
{
    internal bool IsShownGood => Low > -Margin;

    /// <summary>
    /// Twice the probability that a candidate worse by just the margin looks at least as bad; 1 if it is within the margin. Levels other than
    /// 95 % are derived from the interval as if it were a normal one: below .05 exactly when the interval is beyond the margin.
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

    /// <summary>About how many times as many images are needed for nine in ten equal candidates to pass.</summary>
    /// <remarks>By the longer side: the other may end where a difference cannot be larger.</remarks>
    internal double TimesAsMany => Math.Max(Gain - Low ?? double.NaN, High - Gain ?? double.NaN) is var reach and >= 0.0 ? Math.Pow((StudentT.NormalReach95 + 1.2816) / StudentT.NormalReach95 * reach / Margin, 2.0) : double.PositiveInfinity;
}
