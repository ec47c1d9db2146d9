namespace Giqa.Benchmarks.Support;

/// <summary>What one row of a benchmark found, by processor time.</summary>
/// <param name="Bench">The benchmark.</param>
/// <param name="Title">The row's name, as in the benchmark's own table.</param>
/// <param name="Peer">Whom it compares with; "goal" where that is an absolute one.</param>
/// <param name="PeerSeconds">The peer's processor seconds per item, or the goal.</param>
/// <param name="OwnSeconds">Giqa's.</param>
/// <param name="Exactness">How the results compare.</param>
/// <param name="PeerMiB">The peak memory of the peer's process; 0 if not measured.</param>
/// <param name="OwnMiB">Of Giqa's.</param>
internal sealed record ResultRow(string Bench, string Title, string Peer, double PeerSeconds, double OwnSeconds, string Exactness, double PeerMiB, double OwnMiB)
{
    /// <summary>Above 1 means that Giqa is faster, or better than the goal.</summary>
    internal double Ratio => PeerSeconds / OwnSeconds;

    /// <summary>A measurement against a peer's.</summary>
    internal static ResultRow Of(string bench, string title, string peer, Measurement theirs, Measurement ours, string exactness) =>
        new(bench, title, peer, theirs.CpuPerItem, ours.CpuPerItem, exactness, theirs.PeakMiB, ours.PeakMiB);
}
