using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>The share of people at one rank among the judged images.</summary>
/// <param name="Rank">The share of the judged images that are worse.</param>
/// <param name="Quality">The quality there.</param>
/// <param name="Preferred">The share of people who would prefer such an image over the median one.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record PlacedShare(double Rank, double Quality, double Preferred, double Low, double High)
{
    private static readonly double[] Ranks = [.05, .25, .5, .75, .95];

    /// <summary>The shares that are reported for a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="qualities">The judged images' qualities.</param>
    internal static IReadOnlyList<PlacedShare> Of(PeopleMap map, IReadOnlyList<double> qualities)
    {
        double[] sorted = [.. qualities.Order()];
        return [.. Ranks.Select(rank => (rank, quality: rank == .5 ? map.Report.MedianQuality : sorted[(int)(rank * sorted.Length)])).Select(place => (place, share: map.ShareOf(place.quality)))
            .Select(at => new PlacedShare(at.place.rank, at.place.quality, at.share.Value, at.share.Low, at.share.High))];
    }
}
