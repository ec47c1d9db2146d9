using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Giqa.Cli.Inputs;
using Giqa.Features;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>What a run saw of its inputs when it was planned: a task that meets others would compute something else.</summary>
internal static class InputsHash
{
    /// <summary>The SHA-256 of the names of all items, and of the sizes and dates of the files that INPUTs name.</summary>
    public static string Of(IReadOnlyList<string> specifications, OpenedInputs inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in specifications.SelectMany(text => InputSpecification.Parse(text).Parts()).Select(part => part.Path))
        {
            if (RemoteFiles.IsRemote(path))
            {
                Add(hash, RemoteFiles.VersionOf(path));
                continue;
            }

            var file = new FileInfo(FeatureFolder.IsFolder(path) ? FeaturePlan.PathIn(path) : path is ['@', .. var list] && !File.Exists(path) ? list : path);
            Add(hash, file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "folder");
        }

        foreach (var name in inputs.Names())
        {
            Add(hash, name);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
