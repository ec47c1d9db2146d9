using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Demo;

/// <summary>Writes the stand-ins as PNG files.</summary>
internal static class StandInFolder
{
    private const string Readme = """
        These images stand in for generated ones. Nothing here was generated: they are photographs of Fashion-MNIST's test set
        (Zalando Research, MIT licence), which the demo's model has not seen, untouched or degraded on purpose.
        The folder's name says how, and how strongly: blur-3 is blur at strength 3 of 5. Equal file names are the same photograph.
        """;

    /// <summary>Writes all stand-ins that are not there yet.</summary>
    /// <param name="source">The held-out real images.</param>
    /// <param name="standIns">What to make of them.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="threads">How many are made at a time.</param>
    /// <param name="done">Told the number of finished images, from any thread.</param>
    /// <param name="cancellationToken">Stops between two images.</param>
    public static void Write(IImageSource source, IReadOnlyList<StandIn> standIns, string folder, int threads, Action<int> done, CancellationToken cancellationToken)
    {
        var finished = 0;
        _ = Parallel.ForEach(standIns, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, standIn =>
        {
            var path = Path.Combine(folder, standIn.Name);
            if (!File.Exists(path))
            {
                var image = source.Read(standIn.Image).Decode(new DecodeOptions());
                var result = standIn.Kind is { } kind ? Degradation.Apply(image, kind, standIn.Strength, (ulong)standIn.Image) : image;
                AtomicFile.Write(path, stream => stream.Write(ImageEncoder.EncodePng(result)));
            }

            done(Interlocked.Increment(ref finished));
        });
        AtomicFile.WriteText(Path.Combine(folder, "READ-ME.txt"), Readme);
    }
}
