using System.Collections.Concurrent;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>
/// Features in chunks: a folder with <c>plan.json</c>, which says how many there are of what, and <c>chunks/00000000.safetensors</c> ..., each a
/// separate feature file. It is complete when all chunks exist; a chunk appears whole, and never changes.
/// </summary>
internal static class FeatureFolder
{
    /// <summary>The extension of a folder of features.</summary>
    internal const string Extension = ".features";

    /// <summary>Whether an output by this name is a folder.</summary>
    internal static bool IsNameOfOne(string path) => Path.TrimEndingDirectorySeparator(path).EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is such a folder.</summary>
    internal static bool IsFolder(string path) => RegularFile.IsFolder(path) && RegularFile.Exists(FeaturePlan.PathIn(path));

    /// <summary>The path of a chunk.</summary>
    internal static string ChunkIn(string folder, int chunk) => Path.Combine(folder, "chunks", $"{chunk:D8}.safetensors");

    /// <summary>The missing chunks.</summary>
    internal static List<int> Missing(string folder, FeaturePlan plan)
    {
        var there = Directory.Exists(Path.Combine(folder, "chunks"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "chunks")).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. Enumerable.Range(0, plan.Chunks).Where(chunk => !there.Contains(Path.GetFileName(ChunkIn(folder, chunk))))];
    }

    /// <summary>Opens all chunks as one set, whose features stay in their files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isChecked">Whether the chunks have just been checked, so that they need not be read again.</param>
    /// <exception cref="ModelFileException">A chunk is missing or damaged, or they do not match.</exception>
    internal static FeatureSet Load(string folder, bool isChecked = false)
    {
        var plan = FeaturePlan.Read(folder);
        if (Missing(folder, plan) is { Count: > 0 } missing)
        {
            throw new ModelFileException($"{folder} is not finished: {missing.Count} of its {plan.Chunks} chunks are missing, the first is {missing[0]}; repeat the command that began it to make them");
        }

        var chunks = new (FeatureSet Set, PackedItems Items, MappedFloats? Rows)[plan.Chunks];
        try
        {
            _ = Parallel.For(0, chunks.Length, chunk => chunks[chunk] = LoadChunk(folder, plan, chunk, isChecked));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<ModelFileException>().OrderBy(fault => fault.Message, StringComparer.Ordinal).FirstOrDefault() is { } fault)
        {
            throw new ModelFileException($"{fault.Message}; the command that made {folder}, given again, makes it anew", fault);
        }

        return new FeatureSet(
            new FeatureMatrix(plan.Columns, [.. chunks.Select(chunk => chunk.Rows).OfType<MappedFloats>()]),
            new JoinedItems([.. chunks.Select(chunk => chunk.Items)]),
            chunks[0].Set.Provenance);
    }

    /// <summary>Removes damaged chunks, so that they are made again.</summary>
    /// <returns>The removed chunks.</returns>
    internal static IReadOnlyList<int> RemoveDamaged(string folder, FeaturePlan plan)
    {
        var damaged = new ConcurrentBag<int>();
        _ = Parallel.ForEach(Enumerable.Range(0, plan.Chunks).Except(Missing(folder, plan)), chunk =>
        {
            try
            {
                _ = LoadChunk(folder, plan, chunk);
            }
            catch (ModelFileException)
            {
                File.Delete(ChunkIn(folder, chunk));
                damaged.Add(chunk);
            }
        });
        return [.. damaged.Order()];
    }

    private static (FeatureSet Set, PackedItems Items, MappedFloats? Rows) LoadChunk(string folder, FeaturePlan plan, int chunk, bool isChecked = false)
    {
        var path = ChunkIn(folder, chunk);
        var (provenance, items, rows) = FeatureFile.Map(path, isChecked);
        if (items is not PackedItems packed || items.Count != plan.CountOf(chunk) || provenance.Matrix.Columns != plan.Columns || provenance.Fingerprint != plan.Fingerprint)
        {
            throw new ModelFileException($"{path} is not the chunk that the plan of {folder} wants ({plan.CountOf(chunk)} items of {plan.Columns} features)");
        }

        return (provenance, packed, rows);
    }
}
