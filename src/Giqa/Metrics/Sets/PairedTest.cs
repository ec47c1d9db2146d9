namespace Giqa.Metrics;

/// <summary>
/// Whether two generated sets differ in one metric by more than noise. Both are compared with the same reals, so what the choice
/// of reals does to both cancels.
/// </summary>
/// <param name="Metric">The metric's key: <c>qs ds fid kid precision recall density coverage</c>.</param>
/// <param name="First">The first set's name.</param>
/// <param name="Second">The second set's name.</param>
/// <param name="Difference">The first's figure minus the second's; for KID, over the whole sets.</param>
/// <param name="Low">The lower end of the difference's 95 % interval; null where there is none, see <see cref="Note"/>.</param>
/// <param name="High">Its upper end.</param>
/// <param name="PValue">
/// Two-sided: how often a difference this large arises between equal generators. Null if the sets are too small for a test.
/// </param>
public sealed record PairedTest(string Metric, string First, string Second, double Difference, double? Low, double? High, double? PValue)
{
    /// <summary>The level below which a difference counts as more than noise.</summary>
    public const double Level = 0.05;

    /// <summary>
    /// Whether the first set is the higher one, after correcting for the effect of unequal numbers of images: FID, recall and coverage
    /// depend on these numbers, and so does the difference.
    /// </summary>
    public bool FirstIsHigher { get; init; } = Difference > 0.0;

    /// <summary>The folder (class) that the images were taken from; null for the whole sets.</summary>
    public string? Folder { get; init; }

    /// <summary>Why there is no interval, or no test; null if there are both.</summary>
    public string? Note { get; init; }
}
