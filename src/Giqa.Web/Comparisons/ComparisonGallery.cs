using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>The images of a comparison's sets that its page shows: at equal ranks, the worst, the best, and where two sets differ most.</summary>
/// <remarks>Immutable. Only thumbnails are kept.</remarks>
internal sealed class ComparisonGallery
{
    private const int Ranks = 11;
    private const int Ends = 8;
    private const int Pairs = 12;
    private const double SharedNames = .5;
    private const int ThumbnailSide = 192;

    private ComparisonGallery(IReadOnlyList<SetGallery> sets, IReadOnlyList<(ComparedImage Left, ComparedImage Right)> pairs) => (Sets, Disagreements) = (sets, pairs);

    /// <summary>The chosen images of each set.</summary>
    internal IReadOnlyList<SetGallery> Sets { get; }

    /// <summary>For two sets whose images share names: pairs of the same name whose qualities are furthest apart.</summary>
    internal IReadOnlyList<(ComparedImage Left, ComparedImage Right)> Disagreements { get; }

    /// <summary>Chooses images and makes their thumbnails.</summary>
    /// <param name="sets">The sets in the order of the comparison's results.</param>
    /// <param name="decoding">How images become pixels, and within which limits.</param>
    /// <param name="cancellationToken">Checked per thumbnail.</param>
    /// <returns>Null if no set has both images and qualities; the latter come with the metric QS.</returns>
    public static ComparisonGallery? Make(IReadOnlyList<ComparedSet> sets, DecodeOptions decoding, CancellationToken cancellationToken = default)
    {
        var names = SetNames.Shorten([.. sets.Select(set => set.Result.Input)]);
        Ranked[] ranked = [.. sets.Select((set, i) => Ranked.Of(set, names[i])).OfType<Ranked>()];
        if (ranked.Length == 0)
        {
            return null;
        }

        var pairs = ranked.Length == 2 ? FindPairs(ranked[0], ranked[1]) : [];
        var thumbnails = ranked.Select((set, side) => ThumbnailSet.Make(
            set.Images,
            set.Shown.Concat(pairs.Select(pair => side == 0 ? pair.Left : pair.Right)).Select(place => set.Places[place]),
            decoding,
            ThumbnailSide,
            cancellationToken)).ToArray();
        ComparedImage Image(int set, int place) => ranked[set].Image(place, thumbnails[set]);
        return new ComparisonGallery(
            [
                .. ranked.Select((set, i) => new SetGallery(
                    set.Name,
                    [.. set.AtRanks.Select(place => Image(i, place))],
                    [.. set.Worst.Select(place => Image(i, place))],
                    [.. set.Best.Select(place => Image(i, place))])),
            ],
            [.. pairs.Select(pair => (Image(0, pair.Left), Image(1, pair.Right)))]);
    }

    private static (int Left, int Right)[] FindPairs(Ranked left, Ranked right)
    {
        var others = right.Names.Select((name, place) => (name, place)).ToLookup(item => item.name, item => item.place, StringComparer.Ordinal);
        (int Left, int Right)[] pairs = [.. left.Names.SelectMany((name, place) => others[name].Take(1).Select(other => (place, other)))];
        return pairs.Length < SharedNames * Math.Max(left.Names.Length, right.Names.Length)
            ? []
            : [.. pairs.OrderByDescending(pair => Math.Abs(left.Qualities[pair.Left] - right.Qualities[pair.Right])).ThenBy(pair => pair.Left).Take(Pairs)];
    }

    /// <summary>A set's images with a quality, worst first.</summary>
    /// <param name="Name">Its short name.</param>
    /// <param name="Images">Where pictures are read.</param>
    /// <param name="Places">Each image's place among all of the source's.</param>
    /// <param name="Names">Their names.</param>
    /// <param name="Qualities">Their qualities, rising.</param>
    private sealed record Ranked(string Name, IImageSource Images, int[] Places, string[] Names, double[] Qualities)
    {
        internal IEnumerable<int> AtRanks => Enumerable.Range(0, Math.Min(Ranks, Places.Length)).Select(i => (int)((long)i * (Places.Length - 1) / Math.Max(1, Math.Min(Ranks, Places.Length) - 1)));

        internal IEnumerable<int> Worst => Enumerable.Range(0, Math.Min(Ends, Places.Length / 2));

        internal IEnumerable<int> Best => Enumerable.Range(0, Math.Min(Ends, (Places.Length + 1) / 2)).Select(i => Places.Length - 1 - i);

        internal IEnumerable<int> Shown => AtRanks.Concat(Worst).Concat(Best);

        internal static Ranked? Of(ComparedSet set, string name)
        {
            var items = set.Features.Items;
            if (set.Images is not { } images || images.Count != items.Count || set.Result.Qualities is not { } qualities)
            {
                return null;
            }

            int[] sound = [.. Enumerable.Range(0, items.Count).Where(i => items[i].Fault is null)];
            int[] order = [.. Enumerable.Range(0, sound.Length).OrderBy(row => qualities[row])];
            return new Ranked(name, images, [.. order.Select(row => sound[row])], [.. order.Select(row => items[sound[row]].Name)], [.. order.Select(row => qualities[row])]);
        }

        internal ComparedImage Image(int place, ThumbnailSet thumbnails) =>
            new(Name, Names[place], Qualities[place], thumbnails.Bytes(Places[place]), thumbnails.Missing(Places[place]));
    }
}

/// <summary>One image that the page about a comparison shows.</summary>
/// <param name="Set">The short name of its set.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Quality">Its quality under the model of the reals.</param>
/// <param name="Thumbnail">The picture as PNG or JPEG, or null and <paramref name="Missing"/>.</param>
/// <param name="Missing">Why there is no picture.</param>
internal sealed record ComparedImage(string Set, string Name, double Quality, byte[]? Thumbnail, string? Missing)
{
    /// <summary>The text next to the enlarged picture, also read out with its name.</summary>
    internal string Figures => $"{Set}, quality {Web.Figures.Quality(Quality)}";
}

/// <summary>One set of a comparison with its images.</summary>
/// <param name="Result">Its results.</param>
/// <param name="Features">The features behind the results, which name its images.</param>
/// <param name="Images">The images in the order of the features' items; null if only features are available.</param>
internal sealed record ComparedSet(ComparisonResult Result, FeatureSet Features, IImageSource? Images);

/// <summary>The images of one set that the page shows.</summary>
/// <param name="Name">The set's short name.</param>
/// <param name="AtRanks">Those at evenly spaced ranks, from the worst to the best.</param>
/// <param name="Worst">The worst, worst first.</param>
/// <param name="Best">The best, best first.</param>
internal sealed record SetGallery(string Name, IReadOnlyList<ComparedImage> AtRanks, IReadOnlyList<ComparedImage> Worst, IReadOnlyList<ComparedImage> Best);
