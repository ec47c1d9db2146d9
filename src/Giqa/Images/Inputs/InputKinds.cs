using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Determines what an input is, by its first bytes if it is a file, and opens it.</summary>
internal static class InputKinds
{
    /// <summary>What an INPUT can be, in words.</summary>
    internal const string Kinds = "a folder, an image, a .zip, a .tar or .parquet, @list.txt, a .npy, .npz or IDX file, s3://bucket/prefix";

    private const string GzipExtension = ".gz";

    /// <summary>The last component of an input's path, used as a prefix of its images' names where needed.</summary>
    internal static string LabelOf(InputSpecification specification)
    {
        var path = IsList(specification.Path) ? specification.Path[1..] : specification.Path;
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (name.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^GzipExtension.Length];
        }

        return name.Length == 0 ? "input" : specification.Array is { } array ? $"{name}#{array}" : name;
    }

    /// <summary>Opens one input; arrays that must be inflated are read only as far as its range requires.</summary>
    /// <param name="input">The input; its range is not applied.</param>
    /// <param name="label">The name of its images if the path does not give one.</param>
    /// <param name="withLabel">Whether names begin with the label even where they would be unique without.</param>
    /// <param name="options">The limits.</param>
    /// <param name="wholeRun">Whether a training run's grids, sources and references are images, too.</param>
    /// <param name="isOneOfMany">Whether it is a shard among others, which may hold no image.</param>
    internal static IImageSource Open(InputSpecification input, string label, bool withLabel, DecodeOptions options, bool wholeRun = false, bool isOneOfMany = false)
    {
        var prefix = withLabel ? $"{label}/" : string.Empty;
        var path = input.Path;
        try
        {
            if (RemoteFiles.IsRemote(path))
            {
                return RemoteInput.Open(input, label, withLabel, options, isOneOfMany);
            }

            if (RegularFile.IsFolder(path))
            {
                return FolderInput.Open(path, prefix, options, wholeRun);
            }

            if (IsList(path))
            {
                return ListInput.Open(path[1..], prefix, options);
            }

            if (Shards.IsShard(path) && RegularFile.Exists(path))
            {
                return Shards.Open(path, input.Array, label, options, isOneOfMany);
            }

            return RegularFile.IsNoFolder(path) || RegularFile.IsLink(path)
                ? OpenFile(input, (label, prefix), options, wholeRun)
                : throw new GiqaException($"input {path} does not exist; give {Kinds}, with a range as PATH:0..5000");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GiqaException($"cannot read input {path}: {e.Message}", e);
        }
    }

    private static bool IsList(string path) => path.StartsWith('@') && path.Length > 1 && !RegularFile.IsNoFolder(path);

    private static IImageSource OpenFile(InputSpecification input, (string Label, string Prefix) names, DecodeOptions options, bool wholeRun)
    {
        var (path, (label, prefix)) = (input.Path, names);
        if (!IsContainer(path) && !CanBeRead(path))
        {
            // One bad image does not end a run: it is a row with the reason, like a file of a folder.
            return new FileSource([label], [path], options.MaxFileBytes);
        }

        var start = FirstBytes(path);
        if (start.StartsWith("PK"u8))
        {
            return HasExtension(path, ".npz") ? NpzInput.Open(input, $"{label}/", options) : ZipInput.Open(path, prefix, options, wholeRun);
        }

        if (start.StartsWith<byte>([0x93, (byte)'N', (byte)'U', (byte)'M']))
        {
            return NpyInput.Open(path, $"{label}/", options);
        }

        if (start.StartsWith<byte>([0x1F, 0x8B]) && Array.Exists([".tgz", ".tar.gz"], extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GiqaException($"{path} is a compressed tar archive, whose images cannot be found without inflating everything before them: run gunzip on it, which takes no extra space if the images are already compressed");
        }

        if (start.StartsWith<byte>([0x1F, 0x8B]) || IdxInput.IsIdx(start))
        {
            return IdxInput.Open(input, $"{label}/", options);
        }

        if (start.StartsWith("PAR1"u8))
        {
            return Shards.OpenParquet(path, input.Array, label, options, isOneOfMany: false);
        }

        if (Containers.IsTar(start))
        {
            return TarInput.Open(path, $"{label}/", options);
        }

        if (IsContainer(path))
        {
            throw new GiqaException($"{path} does not have the content that its extension {Path.GetExtension(path)} implies");
        }

        if (Containers.NameOf(start) is { } container)
        {
            throw new GiqaException($"{path} is {container}, which is not read as an input: unpack it into a folder, or make a .zip of it");
        }

        return label.Contains("idx3-ubyte", StringComparison.Ordinal)
            ? throw new GiqaException($"{path} is not an IDX file: it does not begin with 00 00 08")
            : new FileSource([label], [path], options.MaxFileBytes);
    }

    private static bool IsContainer(string path) => Array.Exists([".zip", ".npz", ".npy", ".safetensors"], extension => HasExtension(path, extension));

    private static bool CanBeRead(string path)
    {
        try
        {
            RegularFile.OpenHandle(path).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> FirstBytes(string path)
    {
        var start = new byte[Containers.SignatureBytes];
        using var stream = RegularFile.OpenRead(path);
        return start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
    }
}
