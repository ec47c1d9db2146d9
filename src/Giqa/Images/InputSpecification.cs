using System.Globalization;
using System.Text.RegularExpressions;
using Giqa.Storage;

namespace Giqa.Images;

/// <summary>One input as a user writes it: <c>PATH</c>, <c>PATH:0..5000</c>, <c>PATH:..100</c> or <c>PATH:100..</c>.</summary>
/// <param name="Path">A folder, an image, a .zip, a .tar or .parquet, also as <c>shards/{00..99}.tar</c>, <c>@list.txt</c>, a .npy, .npz or IDX file, or features.</param>
/// <param name="From">The first item, counted from 0 in the input's own order; null for the beginning.</param>
/// <param name="To">The item after the last one; null, or anything beyond the end, for the end.</param>
internal sealed partial record InputSpecification(string Path, int? From, int? To)
{
    private static readonly string[] ArchiveExtensions = [".npz", ".parquet"];

    /// <summary>The array of an .npz file, or column of a .parquet file: <c>x.npz#train_images</c>.</summary>
    /// <value>Default null: the only suitable one.</value>
    public string? Array { get; init; }

    /// <summary>Splits a specification into path and range. A path that exists with a colon in its name is not split.</summary>
    /// <exception cref="GiqaException">The path is missing, or the range is empty or too large.</exception>
    public static InputSpecification Parse(string specification)
    {
        if (string.IsNullOrEmpty(specification))
        {
            throw new GiqaException($"an input is empty; give {Inputs.InputKinds.Kinds}");
        }

        var match = RegularFile.KindOf(specification) != FileKind.Missing ? Match.Empty : Ranged().Match(specification);
        if (!match.Success)
        {
            return OfPath(specification, null, null);
        }

        var from = Bound(specification, match.Groups["from"].Value);
        var to = Bound(specification, match.Groups["to"].Value);
        return from >= to || (from is null && to is null) || to == 0
            ? throw new GiqaException($"the range of {specification} is empty; write PATH:FROM..TO with FROM less than TO, counted from 0")
            : OfPath(match.Groups["path"].Value, from, to);
    }

    /// <summary>Takes the name of an array or column from the end of a path, unless the path exists literally.</summary>
    private static InputSpecification OfPath(string path, int? from, int? to)
    {
        foreach (var extension in ArchiveExtensions)
        {
            if (path.IndexOf($"{extension}#", StringComparison.OrdinalIgnoreCase) is var at and > 0 && RegularFile.KindOf(path) == FileKind.Missing)
            {
                return new InputSpecification(path[..(at + extension.Length)], from, to) { Array = path[(at + extension.Length + 1)..] };
            }
        }

        return new InputSpecification(path, from, to);
    }

    /// <summary>The inputs that braces in the path expand to, without the range, which applies to all together; itself without braces.</summary>
    /// <exception cref="GiqaException">There are too many.</exception>
    internal IReadOnlyList<InputSpecification> Parts() => BraceRange.Expand(Path) is { Count: > 1 } paths
        ? [.. paths.Select(path => new InputSpecification(path, null, null) { Array = Array })]
        : [this];

    /// <summary>Applies the range to a number of items.</summary>
    /// <returns>The first item and how many there are, at least one.</returns>
    /// <exception cref="GiqaException">The range begins after the last item.</exception>
    public (int Start, int Count) Resolve(int available)
    {
        if (available == 0)
        {
            throw new GiqaException($"{Path} is empty: it has no items");
        }

        var start = From ?? 0;
        var end = Math.Min(To ?? available, available);
        return start < end
            ? (start, end - start)
            : throw new GiqaException($"the range {From}..{To} of {Path} is empty: it has only {available} items");
    }

    /// <summary>Whether the path holds features that skip extraction: a .safetensors file, a folder of them that <c>extract</c> made (x.features), or N x D floating point numbers in a .npy or .npz file.</summary>
    /// <remarks>Reads the arrays' headers; anything unreadable does not count as features, nor does an .npz that also holds images.</remarks>
    public bool IsFeatures()
    {
        if (Parts() is { Count: > 1 } parts)
        {
            return parts[0].IsFeatures();
        }

        var extension = System.IO.Path.GetExtension(Path);
        if (RegularFile.IsFolder(Path))
        {
            return extension.Equals(".features", StringComparison.OrdinalIgnoreCase) && RegularFile.Exists(System.IO.Path.Combine(Path, "plan.json"));
        }

        if (!RegularFile.Exists(Path))
        {
            return false;
        }

        if (extension.Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            if (NpzArrays.IsNpz(Path))
            {
                return NpzArrays.HoldsFeatures(Path, Array);
            }

            using var stream = extension.Equals(".npy", StringComparison.OrdinalIgnoreCase) ? RegularFile.OpenRead(Path) : Stream.Null;
            return stream != Stream.Null && NpyHeader.Read(stream) is { IsFloat: true, Shape.Length: not (3 or 4) };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or GiqaException)
        {
            return false;
        }
    }

    private static int? Bound(string specification, string digits) =>
        digits.Length == 0 ? null
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bound) ? bound
        : throw new GiqaException($"the range of {specification} has a bound beyond {int.MaxValue}");

    [GeneratedRegex(@"^(?<path>.+):(?<from>[0-9]*)\.\.(?<to>[0-9]*)$", RegexOptions.Singleline)]
    private static partial Regex Ranged();
}
