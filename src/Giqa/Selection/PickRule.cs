namespace Giqa.Selection;

/// <summary>How many of the scored images are kept: a share, a number, or all from a quality on.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract record PickRule
{
    private protected PickRule()
    {
    }

    /// <summary>Keeps the best share: the paper's remaining rate.</summary>
    /// <param name="share">Above 0, at most 1. The number of images is rounded up, so that any share keeps at least one.</param>
    public static PickRule KeepShare(double share) => new ShareRule(share);

    /// <summary>Keeps the best n.</summary>
    /// <param name="count">0 or more; all are kept when there are fewer.</param>
    public static PickRule Count(int count) => new CountRule(count);

    /// <summary>Keeps every image of at least this quality.</summary>
    /// <param name="quality">In [0, 1].</param>
    public static PickRule MinQuality(double quality) => new QualityRule(quality);

    /// <summary>How many of the ranked images are kept; their qualities are only read by the rule that needs them.</summary>
    internal abstract int KeptCount(int ranked, IEnumerable<double> qualities);

    private sealed record ShareRule : PickRule
    {
        private readonly double _share;

        public ShareRule(double share)
        {
            if (share is not (> 0 and <= 1))
            {
                throw new GiqaException($"the share {share} is not above 0 and at most 1");
            }

            _share = share;
        }

        // .55 * 100 is a little above 55 in binary: the product is rounded to nine decimals before it is rounded up.
        internal override int KeptCount(int ranked, IEnumerable<double> qualities) =>
            (int)Math.Ceiling(Math.Round(_share * ranked, 9));
    }

    private sealed record CountRule : PickRule
    {
        private readonly int _count;

        public CountRule(int count) =>
            _count = count >= 0 ? count : throw new GiqaException($"the count {count} is below 0");

        internal override int KeptCount(int ranked, IEnumerable<double> qualities) => Math.Min(_count, ranked);
    }

    private sealed record QualityRule : PickRule
    {
        private readonly double _quality;

        public QualityRule(double quality) =>
            _quality = quality is >= 0 and <= 1 ? quality : throw new GiqaException($"the quality {quality} is not between 0 and 1");

        internal override int KeptCount(int ranked, IEnumerable<double> qualities) => qualities.Count(q => q >= _quality);
    }
}
