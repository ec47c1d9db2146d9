using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;

namespace Giqa.Cli.Labelling;

/// <summary>Makes a labelling, or extends one.</summary>
internal static class LabelBeginning
{
    /// <summary>The images as a labelling knows them; qualities are those of the first scorer.</summary>
    public static IReadOnlyList<LabelImage> ImagesOf(IImageSource source, IReadOnlyList<LabelScorer> scorers)
    {
        string[] names = [.. Enumerable.Range(0, source.Count).Select(source.GetName)];
        var origins = ImageOrigin.Of(names);
        return
        [
            .. names.Select((name, i) => new LabelImage(name)
            {
                Path = source.GetPath(i) is { } path ? Path.GetFullPath(path) : null,
                Set = origins[i].Set,
                Iteration = origins[i].Iteration,
                Quality = scorers.Count > 0 ? scorers[0].Qualities[i] : null,
            }),
        ];
    }

    /// <summary>Chooses pairs of images that can be shown.</summary>
    /// <exception cref="GiqaException">There are not two such images.</exception>
    public static IReadOnlyList<ImagePair> Plan(IReadOnlyList<LabelImage> images, IImageSource source, int count, ulong seed, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var places = Enumerable.Range(0, source.Count).ToDictionary(source.GetName, StringComparer.Ordinal);
        var faults = 0;
        bool CanBeShown(int image)
        {
            try
            {
                _ = source.Read(places.TryGetValue(images[image].Name, out var place) ? place : throw new ImageException(ImageFault.Unreadable, "it no longer exists")).Decode(decoding);
                return true;
            }
            catch (ImageException e)
            {
                session.Detail($"{images[image].Name} is left out: {e.Message}");
                faults++;
                return false;
            }
        }

        var pairs = PairPlan.Choose(images, count, seed, CanBeShown, cancellationToken);
        if (faults > 0)
        {
            session.Warn($"{Counted.Images(faults)} cannot be shown and {(faults == 1 ? "is" : "are")} left out (--verbose names {(faults == 1 ? "it" : "them")})");
        }

        return pairs.Count > 0 ? pairs : throw new GiqaException($"a pair needs two images that can be shown, and there are fewer among {Counted.Images(images.Count)}");
    }
}
