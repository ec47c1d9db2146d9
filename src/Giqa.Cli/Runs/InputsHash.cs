using System.Security.Cryptography;
using System.Text;
using Giqa.Cli.Inputs;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>What a run saw of its inputs when it was planned: a task that meets others would compute something else.</summary>
internal static class InputsHash
{
    /// <summary>The SHA-256 of the names of all items, and of the sizes and dates of the files that INPUTs name, or that images are in.</summary>
    public static string Of(IReadOnlyList<string> specifications, OpenedInputs inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in specifications.SelectMany(text => InputSpecification.Parse(text).Parts()))
        {
            Add(hash, VersionOf(part.Path));
        }

        foreach (var name in inputs.Names())
        {
            Add(hash, name);
        }

        foreach (var (source, start, count) in inputs.Images is { } images ? new SourcePart(images, 0, images.Count).Flat() : [])
        {
            string? last = null;
            for (var index = start; source is IListedSource listed && index < start + count; index++)
            {
                // All images of an archive have the one.
                var version = listed.VersionOf(index);
                if (!ReferenceEquals(version, last))
                {
                    Add(hash, version);
                }

                last = version;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The same of features and lists alone: of these there are few, and a task looks at them itself.</summary>
    public static string OfFew(IReadOnlyList<string> specifications)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in specifications.Select(InputSpecification.Parse).Where(input => IsList(input.Path) || input.IsFeatures()).SelectMany(input => input.Parts()))
        {
            Add(hash, VersionOf(part.Path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string VersionOf(string path) =>
        RemoteFiles.IsRemote(path) || !RegularFile.IsFolder(path) ? FileVersion.TextOf(IsList(path) ? path[1..] : path)
        : FeatureFolder.IsFolder(path) ? FileVersion.TextOf(FeaturePlan.PathIn(path))
        : "folder";

    private static bool IsList(string path) => path.StartsWith('@') && !File.Exists(path);

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
