namespace Giqa.Models;

/// <summary>
/// How much an answer is expected to tell about the difference of two utilities that is known only so far: its Fisher information,
/// averaged by Gauss-Hermite quadrature.
/// </summary>
internal static class ExpectedCurvature
{
    // The 8 positive nodes and weights of the 16-point rule for the standard normal density.
    private static readonly (double Node, double Weight)[] Rule =
    [
        (0.3867606045005574, 0.286568521238012),
        (1.1638291005549648, 0.1583383727509497),
        (1.9519803457163334, 0.04728475235401406),
        (2.7602450476307014, 0.007266937601184749),
        (3.6008736241715487, 0.0005259849265739087),
        (4.492955302520011, 1.530003216248732e-05),
        (5.472225705949343, 1.309473216286817e-07),
        (6.630878198393129, 1.4978147231618412e-10),
    ];

    /// <summary>The information, at most a quarter without ties.</summary>
    /// <param name="mean">The expected difference of the utilities.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="logTie">ln n of <see cref="Davidson"/>.</param>
    internal static double Of(double mean, double deviation, double logTie)
    {
        var sum = 0.0;
        foreach (var (node, weight) in Rule)
        {
            sum += weight * (Davidson.At(mean + (deviation * node), logTie).Curvature + Davidson.At(mean - (deviation * node), logTie).Curvature);
        }

        return sum;
    }
}
