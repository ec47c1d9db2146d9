using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Tests.Features;
using Giqa.Tests.Support;
using Giqa.Training.Scorers;

namespace Giqa.Tests.Training.Scorers;

/// <summary>Painted images stand in for reals, and the same motifs with less and less noise for a generator's snapshots.</summary>
internal sealed class StandInRun : IDisposable
{
    internal const int Side = 16;

    internal static readonly long[] Iterations = [0, 100, 200, 400, 1000];

    internal StandInRun(int latents = 30, int reals = 40)
    {
        foreach (var (iteration, place) in Iterations.Select((iteration, place) => (iteration, place)))
        {
            var pictures = Enumerable.Range(0, latents).Select(latent => new SnapshotPicture((ulong)latent, Spoil(latent, place)));
            new SnapshotWriter(Folder.Path).Write(iteration, [.. pictures]);
        }

        Reals = [.. Enumerable.Range(5000, reals).Select(number => PaintedImages.Paint(number, Side))];
    }

    internal TemporaryFolder Folder { get; } = new();

    internal RgbImage[] Reals { get; }

    public void Dispose() => Folder.Dispose();

    /// <summary>What a training is given; the caller disposes of the snapshots.</summary>
    internal ScorerInputs Open() => new()
    {
        Snapshots = SnapshotFolder.Open(Folder.Path, new DecodeOptions()),
        Reals = new ListSource([.. Reals.Select(image => (Func<ImageContent>)(() => ImageContent.FromPixels(image.Pixels, Side, Side, 3)))]),
    };

    internal static RgbImage Spoil(int latent, int place)
    {
        var image = PaintedImages.Paint(latent, Side);
        return place >= Iterations.Length ? image : Degradation.Apply(image, DegradationKind.Noise, Degradation.MaxStrength - place, (ulong)latent);
    }
}
