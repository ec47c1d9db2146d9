using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Storage;

namespace Giqa.Cli.Demo;

/// <summary>Samples of our own generators, several of each latent vector: archives next to the program, unpacked for the demo.</summary>
internal static class DemoSamples
{
    private const string About = "READ-ME.txt";

    /// <summary>The generators, each an archive.</summary>
    public static IReadOnlyList<string> Generators { get; } = ["dcgan", "stylegan"];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Unpacks the first samples of every iteration, replacing what is there.</summary>
    /// <param name="generator">One of <see cref="Generators"/>.</param>
    /// <param name="target">The folder that gets <c>GENERATOR/ITERATION/SEED.png</c>.</param>
    /// <param name="count">Samples of each iteration.</param>
    /// <returns>What was unpacked: the names relative to the target, with iteration and seed.</returns>
    public static IReadOnlyList<SnapshotImage> Unpack(string generator, string target, int count)
    {
        using var archive = SnapshotFolder.Open(Path.Combine(Folder, $"{generator}.zip"), new DecodeOptions());
        if (Directory.Exists(Path.Combine(target, generator)))
        {
            Directory.Delete(Path.Combine(target, generator), recursive: true);
        }

        var unpacked = new List<SnapshotImage>();
        foreach (var indices in Enumerable.Range(0, archive.Images.Count).GroupBy(index => archive.Images[index].Iteration))
        {
            foreach (var index in indices.Take(count))
            {
                var image = archive.Images[index] with { Image = $"{generator}/{archive.Images[index].Image}" };
                AtomicFile.Write(Path.Combine(target, image.Image), stream => stream.Write(ImageEncoder.EncodePng(archive.Source.Read(index).Decode(new DecodeOptions()))));
                unpacked.Add(image);
            }
        }

        AtomicFile.WriteText(Path.Combine(target, About), File.ReadAllText(Path.Combine(Folder, About)));
        return unpacked;
    }
}
