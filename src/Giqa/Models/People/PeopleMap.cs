namespace Giqa.Models;

/// <summary>
/// Quality in people's terms: maps an image's quality to the share of people who would prefer it over the median image of those that were
/// judged. The map never falls, and is one half at that image.
/// </summary>
/// <remarks>Beyond the judged images' qualities it is constant. Immutable; safe to share between threads.</remarks>
internal sealed class PeopleMap
{
    private readonly double[] _qualities;
    private readonly PreferredShare[] _shares;

    private PeopleMap(double[] qualities, PreferredShare[] shares, PeopleReport report) =>
        (_qualities, _shares, Report) = (qualities, shares, report);

    /// <summary>The judgements it comes from.</summary>
    public PeopleReport Report { get; }

    /// <summary>The qualities at which it is known, ascending.</summary>
    public IReadOnlyList<double> Qualities => _qualities;

    /// <summary>The share at each of <see cref="Qualities"/>.</summary>
    public IReadOnlyList<PreferredShare> Shares => _shares;

    /// <summary>The share of people who would prefer an image over the median one.</summary>
    /// <param name="quality">The image's quality.</param>
    /// <exception cref="ArgumentException">The quality is NaN.</exception>
    public PreferredShare ShareOf(double quality)
    {
        if (double.IsNaN(quality))
        {
            throw new ArgumentException("the quality is NaN", nameof(quality));
        }

        var index = Array.BinarySearch(_qualities, quality);
        if (index >= 0)
        {
            return _shares[index];
        }

        var right = ~index;
        if (right == 0 || right == _qualities.Length)
        {
            return _shares[Math.Min(right, _qualities.Length - 1)];
        }

        var (left, share) = (_shares[right - 1], (quality - _qualities[right - 1]) / (_qualities[right] - _qualities[right - 1]));
        double Between(double from, double to) => from + (share * (to - from));
        return new PreferredShare(Between(left.Value, _shares[right].Value), Between(left.Low, _shares[right].Low), Between(left.High, _shares[right].High));
    }

    /// <summary>Makes a map from its points.</summary>
    /// <exception cref="ModelFileException">The numbers do not form such a map.</exception>
    internal static PeopleMap Of(double[] qualities, PreferredShare[] shares, PeopleReport report)
    {
        var isSound = qualities.Length > 0 && qualities.Length == shares.Length && Array.TrueForAll(qualities, double.IsFinite) && Array.TrueForAll(shares, IsSound);
        for (var i = 1; isSound && i < qualities.Length; i++)
        {
            isSound = qualities[i] > qualities[i - 1] && shares[i].Value >= shares[i - 1].Value;
        }

        return isSound ? new PeopleMap(qualities, shares, report) : throw new ModelFileException("its shares of people are damaged");
    }

    private static bool IsSound(PreferredShare share) => share.Low >= 0 && share.Low <= share.Value && share.Value <= share.High && share.High <= 1;
}
