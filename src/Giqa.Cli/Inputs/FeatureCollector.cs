using Giqa.Features;

namespace Giqa.Cli.Inputs;

/// <summary>Gathers all items of a run into one feature set.</summary>
internal static class FeatureCollector
{
    /// <summary>Reads all of the inputs.</summary>
    /// <exception cref="GiqaException">None of the inputs has features.</exception>
    public static async Task<(FeatureSet Set, SkippedList Skipped)> CollectAsync(OpenedInputs inputs, string label, CancellationToken cancellationToken)
    {
        if (inputs.Only is { } only)
        {
            // Not copied: it may be larger than memory.
            return (only, SkippedList.Of(only));
        }

        var items = new List<FeatureItem>(inputs.Count);
        var rows = new List<float[]>(inputs.Count);
        var skipped = new SkippedList();
        await foreach (var item in inputs.ReadAsync(label, cancellationToken).ConfigureAwait(false))
        {
            skipped.See(item);
            items.Add(new FeatureItem(item.Name, item.Fault, item.Detail));
            if (item.Values is not null)
            {
                rows.Add(item.Values);
            }
        }

        RequireSome(items.Count, rows.Count, skipped);
        return (new FeatureSet(FeatureMatrix.Of(rows), items, inputs.Fingerprint, inputs.BackboneName) { Preset = inputs.Preset, Decoding = inputs.Decoding }, skipped);
    }

    /// <summary>Makes sure that some of the inputs have features.</summary>
    /// <exception cref="GiqaException">None has.</exception>
    public static void RequireSome(int items, int rows, SkippedList skipped)
    {
        if (rows == 0)
        {
            throw new GiqaException($"{(items == 1 ? "the only input cannot be used:" : $"none of the {items} inputs could be used; first")} {skipped.Items[0].Image}: {skipped.Items[0].Status}, {skipped.Items[0].Detail}");
        }
    }
}
