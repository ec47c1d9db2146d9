namespace Giqa.Web.Pairs;

/// <summary>One result of a group.</summary>
/// <param name="Rank">Its rank among the group's results, from 1.</param>
/// <param name="Image">The result and its picture.</param>
/// <param name="Score">Its score against the group's reference.</param>
/// <param name="Share">The score as the share of a full bar, 0 to 1.</param>
/// <param name="Source">Its own source; null when there is none, or when the group shows it.</param>
public sealed record PairReportResult(int Rank, PairPicture Image, double Score, double Share, PairPicture? Source = null);
