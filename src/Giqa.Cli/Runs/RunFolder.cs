using Giqa.Cli.Inputs;
using Giqa.Images;
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

    /// <summary>Writes down where the images of the inputs are, for the tasks, unless that has been done.</summary>
    /// <param name="folder">The run's.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="chunkItems">Items of a chunk.</param>
    /// <param name="plan">The INPUTs, and their hash.</param>
    /// <param name="session">The run's surroundings.</param>
    public static void WriteItems(string folder, OpenedInputs inputs, int chunkItems, (IReadOnlyList<string> Inputs, string Hash) plan, Session session)
    {
        var (path, key) = (ItemsIn(folder), KeyOf(plan));
        if (inputs.Images is { } images && ItemList.TryOpen(path, key, new DecodeOptions()) is null)
        {
            session.WriteWhole(() => ItemList.Write(path, images, chunkItems, key));
        }
    }

    /// <summary>The images as they were written down; null where they were not, or are others.</summary>
    public static IImageSource? Items(string folder, (IReadOnlyList<string> Inputs, string Hash) plan, DecodeOptions decoding) => ItemList.TryOpen(ItemsIn(folder), KeyOf(plan), decoding);

    private static string ItemsIn(string folder) => Path.Combine(folder, "items.bin");

    private static string KeyOf((IReadOnlyList<string> Inputs, string Hash) plan) => $"{plan.Hash} {InputsHash.OfFew(plan.Inputs)}";

    /// <summary>What a task says that meets other inputs than those that were planned with.</summary>
    public static GiqaException Changed(string folder, IReadOnlyList<string> inputs) =>
        new($"one of the inputs of {folder} ({string.Join(", ", inputs)}) {InputException.ChangedWords}: put back what was there, or begin anew in another folder");
}
