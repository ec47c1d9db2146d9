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

        var skipped = new SkippedList();
        var set = await FeatureSet.CollectAsync(inputs.ReadAsync(label, cancellationToken).Select(See), inputs.Columns, inputs.Provenance).ConfigureAwait(false);
        RequireSome(set.Items.Count, set.Matrix.Rows, skipped);
        return (set, skipped);

        ImageFeatures See(ImageFeatures image)
        {
            skipped.See(image);
            return image;
        }
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
