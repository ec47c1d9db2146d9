namespace Giqa.Images.Snapshots;

/// <summary>Which set an image belongs to, and the training iteration it was made at, if its name says so.</summary>
/// <param name="Set">The first folder of the name, which is the input's if several were given; empty if there is none.</param>
/// <param name="Iteration">The iteration; null when the names do not say one.</param>
internal readonly record struct ImageOrigin(string Set, long? Iteration)
{
    /// <summary>Reads the names of all images together, because a single number says little.</summary>
    /// <remarks>
    /// Numbers count as iterations when there are several of them and each has two or more images on average:
    /// <c>run/snapshots/000100/7.png</c>, <c>000100/7.png</c> or <c>000100_7.png</c>.
    /// </remarks>
    /// <param name="names">Names as an <see cref="IImageSource"/> gives them, with <c>/</c>.</param>
    /// <returns>One origin per name.</returns>
    public static IReadOnlyList<ImageOrigin> Of(IReadOnlyList<string> names)
    {
        long?[] iterations = [.. names.Select(name => SnapshotNames.Parse(name)?.Iteration)];
        var different = iterations.OfType<long>().Distinct().Count();
        var counted = different > 1 && 2 * different <= iterations.OfType<long>().Count();
        return [.. names.Select((name, i) => new ImageOrigin(SetOf(name, counted && iterations[i] is not null), counted ? iterations[i] : null))];
    }

    private static string SetOf(string name, bool hasIteration)
    {
        var folders = name.Split('/')[..^1].AsSpan();
        if (hasIteration && folders.Length > 0 && SnapshotNames.IsNumber(folders[^1], out _))
        {
            folders = folders[..^1];
            folders = folders.Length > 0 && folders[^1] == "snapshots" ? folders[..^1] : folders;
        }

        return folders.Length > 0 ? folders[0] : string.Empty;
    }
}
