using Giqa.Numerics;

namespace Giqa.Cli.Risa;

/// <summary>A 95 % interval of a share that was measured on few things.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
internal sealed record ShareInterval(double Low, double High)
{
    /// <summary>By Wilson's formula for as many independent things. What was counted within each of them makes it no wider: a mean of shares varies at most as one answer does.</summary>
    internal static ShareInterval Of(double share, int independent)
    {
        if (independent == 0 || !double.IsFinite(share))
        {
            return new ShareInterval(0, 1);
        }

        var (low, high) = WilsonInterval.Of(share, independent);
        return new ShareInterval(low, high);
    }
}
