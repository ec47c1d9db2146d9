using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.People;

/// <summary>Fits quality in people's terms: from judgements and the qualities of the judged images to a <see cref="PeopleMap"/>.</summary>
/// <remarks>
/// The images' qualities must come from a model that did not learn from the same judgements: it would predict its own judgements too well. What
/// is estimated from pairs is the choice between an image and one in the middle of the model's order, whatever people think of that one; opinions
/// are compared with each other, and count as the pairs that they make.
/// </remarks>
internal static class PeopleFit
{
    /// <summary>The fewest judgements that a map is fitted to.</summary>
    public const int LeastJudgements = 50;

    /// <summary>The fewest judged images.</summary>
    public const int LeastImages = 20;

    // Each opinion is compared with this many others on either side; more do not make the map more certain.
    private const int Opponents = 30;

    /// <summary>Fits the map to judged pairs.</summary>
    /// <param name="judgements">What was chosen.</param>
    /// <param name="qualityOf">An image's quality by its name; null leaves its judgements out.</param>
    /// <param name="groupOf">What an image has in common with others, such as its prompt; null if each is its own.</param>
    /// <param name="source">The name of the judgements' file in the report.</param>
    /// <exception cref="GiqaException">There are too few of them, or all images have one quality.</exception>
    public static PeopleMap OfPairs(IReadOnlyList<PairJudgement> judgements, Func<string, double?> qualityOf, Func<string, string?>? groupOf = null, string? source = null)
    {
        var (images, observers) = (new KnownImages(qualityOf, groupOf), new Dictionary<string, int>(StringComparer.Ordinal));
        var comparisons = new List<PreferenceComparison>(judgements.Count);
        foreach (var judgement in judgements)
        {
            if (images.Find(judgement.Left) is { } left && images.Find(judgement.Right) is { } right)
            {
                var who = judgement.Observer ?? string.Empty;
                var observer = observers.TryGetValue(who, out var number) ? number : observers[who] = observers.Count;
                comparisons.Add(new PreferenceComparison(left, right, judgement.Choice switch { PairChoice.Left => PreferenceOutcome.First, PairChoice.Right => PreferenceOutcome.Second, _ => PreferenceOutcome.Tie }, observer));
            }
        }

        return OfPairs(comparisons, images.Qualities, images.Groups, source);
    }

    /// <summary>Fits the map to opinions of single images.</summary>
    /// <param name="opinions">One person's opinion each, any number of one image; higher is better.</param>
    /// <param name="qualityOf">An image's quality by its name; null leaves its opinions out.</param>
    /// <param name="spread">If each is the mean over several people: the standard deviation of one person's opinion around it.</param>
    /// <param name="groupOf">What an image has in common with others, such as its prompt; null if each is its own.</param>
    /// <param name="source">The name of the opinions' file in the report.</param>
    /// <exception cref="GiqaException">There are too few of them, or all images have one quality.</exception>
    public static PeopleMap OfOpinions(IReadOnlyList<Opinion> opinions, Func<string, double?> qualityOf, double? spread = null, Func<string, string?>? groupOf = null, string? source = null)
    {
        var images = new KnownImages(qualityOf, groupOf);
        var rated = opinions.Select(opinion => (Row: images.Find(opinion.Image), opinion.Score)).Where(opinion => opinion.Row is not null).Select(opinion => (opinion.Row!.Value, opinion.Score)).ToList();
        return OfOpinions(rated, images.Qualities, images.Groups, spread, source);
    }

    /// <summary>Fits the map to pairs of images that are known by numbers.</summary>
    /// <param name="comparisons">What was chosen.</param>
    /// <param name="qualities">By the images' numbers.</param>
    /// <param name="groups">By the images' numbers.</param>
    /// <param name="source">The name of the judgements' file in the report.</param>
    internal static PeopleMap OfPairs(IReadOnlyList<PreferenceComparison> comparisons, IReadOnlyList<double> qualities, IReadOnlyList<int> groups, string? source) => Fit(
        [.. comparisons.SelectMany(pair => (int[])[pair.First, pair.Second]).Distinct().Select(image => qualities[image])],
        [.. comparisons.Select(pair => new PeopleChoice(qualities[pair.First], qualities[pair.Second], Preferred(pair.Outcome), groups[pair.First], groups[pair.Second], pair.Observer, 1))],
        comparisons.Count,
        new Draft("pairs", source, comparisons.Select(pair => pair.Observer).Distinct().Count(), null));

    /// <summary>Fits the map to opinions of images that are known by numbers.</summary>
    /// <param name="opinions">Each with its image.</param>
    /// <param name="qualities">By the images' numbers.</param>
    /// <param name="groups">By the images' numbers.</param>
    /// <param name="spread">As for names.</param>
    /// <param name="source">The name of the judgements' file in the report.</param>
    internal static PeopleMap OfOpinions(IReadOnlyList<(int Image, double Opinion)> opinions, IReadOnlyList<double> qualities, IReadOnlyList<int> groups, double? spread, string? source) => Fit(
        [.. opinions.Select(opinion => opinion.Image).Distinct().Select(image => qualities[image])],
        Pairs(opinions, qualities, groups, spread),
        opinions.Count,
        new Draft("opinions", source, 1, spread));

    /// <summary>The share of people that a judgement represents.</summary>
    internal static double Preferred(PreferenceOutcome outcome) => outcome switch { PreferenceOutcome.First => 1, PreferenceOutcome.Second => 0, _ => .5 };

    /// <summary>Whether nobody preferred anything: the map would be flat, and sure of it.</summary>
    internal static bool SayNothing(IReadOnlyList<PeopleChoice> choices) => choices.All(choice => choice.Preferred == .5);

    /// <summary>Fits the map to choices.</summary>
    /// <param name="qualities">Of every judged image.</param>
    /// <param name="choices">What was chosen.</param>
    /// <param name="judgements">How many judgements those are.</param>
    /// <param name="draft">The report's data about them.</param>
    internal static PeopleMap Fit(IReadOnlyList<double> qualities, IReadOnlyList<PeopleChoice> choices, int judgements, Draft draft)
    {
        if (judgements < LeastJudgements || qualities.Count < LeastImages)
        {
            throw new GiqaException($"there are {judgements} judgements of {(qualities.Count == 1 ? "1 usable image" : $"{qualities.Count} usable images")}: at least {LeastJudgements} judgements of {LeastImages} images are needed to estimate what share of people would prefer an image, and several hundred for a good estimate");
        }

        if (qualities.Distinct().Take(2).Count() < 2)
        {
            throw new GiqaException($"the model gives all {qualities.Count} judged images the same quality, which says nothing about what people prefer");
        }

        if (SayNothing(choices))
        {
            throw new GiqaException($"all {judgements} judgements are {(draft.Labels == "pairs" ? "ties" : "the same opinion")}, which says nothing about what people prefer");
        }

        var scale = new RankScale(qualities);
        var curve = new PeopleCurve(choices, scale);
        PreferredShare Share(double quality) => curve.At(scale.Of(quality));

        // The median image itself is a point, so that its share is one half.
        double[] points = [.. scale.Qualities.Append(scale.Median).Distinct().Order()];
        return PeopleMap.Of(points, Array.ConvertAll(points, Share), new PeopleReport
        {
            Labels = draft.Labels,
            Source = draft.Source,
            AreOwn = draft.AreOwn,
            Judgements = judgements,
            JudgedImages = qualities.Count,
            Observers = draft.Observers,
            Groups = choices.SelectMany(choice => (int[])[choice.FirstGroup, choice.SecondGroup]).Distinct().Count(),
            Spread = draft.Spread,
            MedianQuality = scale.Median,
            WorstTenth = Share(scale.QualityAt(.05)),
            BestTenth = Share(scale.QualityAt(.95)),
        });
    }

    /// <summary>The pairs that opinions make: in a random order, each with those that follow it.</summary>
    internal static List<PeopleChoice> Pairs(IReadOnlyList<(int Image, double Opinion)> opinions, IReadOnlyList<double> qualities, IReadOnlyList<int> groups, double? spread)
    {
        if (spread is { } given && !(given > 0 && double.IsFinite(given)))
        {
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "a standard deviation is above 0");
        }

        int[] order = new SeededRandom(0).Permutation(opinions.Count);
        var opponents = Math.Min(Opponents, (opinions.Count - 1) / 2);
        var pairs = new List<PeopleChoice>(opinions.Count * opponents);
        for (var place = 0; place < order.Length; place++)
        {
            for (var ahead = 1; ahead <= opponents; ahead++)
            {
                var ((one, opinion), (other, opposed)) = (opinions[order[place]], opinions[order[(place + ahead) % order.Length]]);
                if (one != other)
                {
                    pairs.Add(new PeopleChoice(qualities[one], qualities[other], Preferred(opinion - opposed, spread), groups[one], groups[other], 0, 1.0 / opponents));
                }
            }
        }

        return pairs;
    }

    /// <summary>The share of people whose own two opinions differ that way round (Thurstone's case V).</summary>
    private static double Preferred(double difference, double? spread)
    {
        if (spread is not { } deviation)
        {
            return difference > 0 ? 1 : difference < 0 ? 0 : .5;
        }

        var beyond = StudentT.TwoSided(Math.Abs(difference) / (Math.Sqrt(2) * deviation), double.PositiveInfinity) / 2;
        return difference > 0 ? 1 - beyond : beyond;
    }

    /// <summary>The data for a report that the choices do not contain.</summary>
    internal sealed record Draft(string Labels, string? Source, int Observers, double? Spread, bool AreOwn = false);

    /// <summary>Images by numbers in the order of appearance, those with a known quality.</summary>
    private sealed class KnownImages(Func<string, double?> qualityOf, Func<string, string?>? groupOf)
    {
        private readonly Dictionary<string, int?> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);

        internal List<double> Qualities { get; } = [];

        internal List<int> Groups { get; } = [];

        internal int? Find(string image)
        {
            if (_numbers.TryGetValue(image, out var known) || qualityOf(image) is not { } quality)
            {
                return known;
            }

            Qualities.Add(quality);
            var group = groupOf?.Invoke(image);
            Groups.Add(group is null ? -Qualities.Count : _groups.TryGetValue(group, out var number) ? number : _groups[group] = _groups.Count);
            _numbers[image] = Qualities.Count - 1;
            return Qualities.Count - 1;
        }
    }
}

/// <summary>A choice between two images of known quality.</summary>
/// <param name="First">The quality of one.</param>
/// <param name="Second">The quality of the other.</param>
/// <param name="Preferred">The share of people who prefer the first: 1, 0, one half for a tie, or anything between.</param>
/// <param name="FirstGroup">The group of the first image, such as its prompt.</param>
/// <param name="SecondGroup">The group of the second image.</param>
/// <param name="Observer">The number of the person who chose, from 0; -1 if unknown.</param>
/// <param name="Weight">How much it counts.</param>
internal readonly record struct PeopleChoice(double First, double Second, double Preferred, int FirstGroup, int SecondGroup, int Observer, double Weight);
