using Giqa.Images.Inputs;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>The plan of a run in its folder.</summary>
internal static class RunFolder
{
    /// <summary>Puts a plan into a folder, where there is none, or the same.</summary>
    /// <exception cref="GiqaException">There is another, or the folder holds other things.</exception>
    public static void Claim(string folder, string path, byte[] plan)
    {
        if (RegularFile.Exists(path))
        {
            if (!RegularFile.ReadAllBytes(path).AsSpan().SequenceEqual(plan))
            {
                throw new GiqaException($"{folder} was begun with other inputs, another backbone or other settings, or its inputs have changed since: name another folder, or delete this one first");
            }

            return;
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new GiqaException($"{folder} holds other things, and nothing of them is replaced: name a new folder");
        }

        AtomicFile.Write(path, stream => stream.Write(plan));
    }

    /// <summary>What is listed of the inputs' archives, beside the plan.</summary>
    public static TarListings Listings(string folder) => TarListings.From(Path.Combine(folder, "listings"));

    /// <summary>What a task says that meets other inputs than those that were planned with.</summary>
    public static GiqaException Changed(string folder, IReadOnlyList<string> inputs) =>
        new($"the inputs of {folder} ({string.Join(", ", inputs)}) are not what they were when it was begun: put back what was there, or begin anew in another folder");
}
