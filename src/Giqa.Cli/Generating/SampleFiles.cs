using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Generating;

/// <summary>Where sampled pictures go: below their folder whatever their names are, and never over a picture that they are made from.</summary>
internal static class SampleFiles
{
    /// <summary>A name's place below a folder: an archive may hold names that point outside it.</summary>
    public static string Below(string folder, params IEnumerable<string> names) =>
        Path.Combine([folder, .. names.SelectMany(PathText.Parts).Where(part => part is not ("" or "." or ".."))]);

    /// <summary>Makes sure of it before anything is made.</summary>
    /// <exception cref="UsageException">A file is an image of a source.</exception>
    public static void Protect(IEnumerable<string> files, params IEnumerable<IImageSource> sources)
    {
        var there = files.Where(RegularFile.Exists).DistinctBy(file => FileIdentity.Of(file)).ToDictionary(file => FileIdentity.Of(file)!.Value);
        foreach (var source in sources)
        {
            for (var i = 0; i < source.Count && there.Count > 0; i++)
            {
                if (source.GetPath(i) is { } path && FileIdentity.Of(path) is { } identity && there.TryGetValue(identity, out var file))
                {
                    throw new UsageException($"--out: {file} is itself one of the images that are read ({path}) and must not be replaced; choose another location");
                }
            }
        }
    }
}
