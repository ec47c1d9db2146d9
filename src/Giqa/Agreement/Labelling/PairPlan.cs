namespace Giqa.Agreement.Labelling;

/// <summary>Chooses the pairs that people are asked about, so that few judgements are informative.</summary>
/// <remarks>
/// The rule, pair by pair:
/// <list type="number">
/// <item>The first image comes from each of ten quality levels in turn (equal shares of the images, by rank); within the
/// level, one of those shown least so far.</item>
/// <item>The second image is near in rank (up to 15 % of all images apart), at middle distance (15 to 40 %), or far
/// (more), in turn: near pairs are where scorers differ, far ones show whether an observer pays attention.</item>
/// <item>In turn it comes from another set or iteration, or from the same one: the first says which generator people
/// prefer, the second which image.</item>
/// <item>Among those that fit, one shown least so far, drawn by chance. If none fits, the rule on sets is dropped first, then that on
/// distance. No pair occurs twice.</item>
/// </list>
/// Images without a quality fit every distance. The choice depends only on the images and the seed; fewer pairs are the
/// beginning of more.
/// </remarks>
internal static class PairPlan
{
    internal const int Levels = 10;
    internal const double NearGap = .15;
    internal const double MiddleGap = .4;

    /// <summary>Chooses pairs.</summary>
    /// <param name="images">At least two.</param>
    /// <param name="count">How many pairs; fewer are returned if there are not enough.</param>
    /// <param name="seed">Determines the random draws.</param>
    /// <param name="isUsable">Called at most once for an image, before it is chosen; null accepts all.</param>
    /// <param name="cancellationToken">Checked for every pair.</param>
    public static IReadOnlyList<ImagePair> Choose(IReadOnlyList<LabelImage> images, int count, ulong seed = 0, Func<int, bool>? isUsable = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var planner = new PairPlanner(images, seed, isUsable ?? (_ => true));
        var pairs = new List<ImagePair>();
        while (pairs.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (planner.Next() is not { } pair)
            {
                break;
            }

            pairs.Add(pair);
        }

        return pairs;
    }

    /// <summary>The most pairs that this many images can make.</summary>
    internal static long Most(long images) => images * (images - 1) / 2;
}
