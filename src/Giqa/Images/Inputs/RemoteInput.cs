using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images in an object store: a shard, one image, or all below a prefix, in the ordinal order of their names.</summary>
internal static class RemoteInput
{
    internal static IImageSource Open(InputSpecification input, string label, bool withLabel, DecodeOptions options, bool isOneOfMany)
    {
        var url = input.Path;
        if (!url.EndsWith('/') && RemoteFiles.Find(url) is { } file)
        {
            return Shards.IsShard(url) ? Shards.Open(url, input.Array, label, options, isOneOfMany) : new RemoteSource([label], [file], options.MaxFileBytes);
        }

        if (Shards.IsShard(url))
        {
            throw new GiqaException($"input {url} does not exist");
        }

        var folder = url.EndsWith('/') ? url : $"{url}/";
        var (images, others) = (new List<RemoteFile>(), new List<string>());
        foreach (var found in RemoteFiles.List(folder).Where(found => !IsHidden(found.Url[folder.Length..])))
        {
            if (ImageExtensions.IsImage(found.Url))
            {
                images.Add(found);
            }
            else
            {
                others.Add(found.Url);
            }
        }

        var passedOver = PassedOver.Of([.. others.Select(PassedOver.KindOf)]);
        if (images.Count == 0)
        {
            throw new GiqaException(others.Find(Shards.IsShard) is { } shard
                ? $"{folder} holds shards, such as {shard[folder.Length..]}: name them, as in {folder}{{00000..00099}}.tar"
                : $"{folder} holds no images, or does not exist; looked below it for {ImageExtensions.Wanted}{(passedOver.Total > 0 ? $" and passed over {passedOver}" : string.Empty)}");
        }

        var prefix = withLabel ? $"{label}/" : string.Empty;
        return new RemoteSource([.. images.Select(image => prefix + image.Url[folder.Length..])], [.. images], options.MaxFileBytes) { PassedOver = passedOver };
    }

    private static bool IsHidden(string name) => name.EndsWith('/') || Array.Exists(name.Split('/'), static part => part.StartsWith('.') || ForeignFolders.IsOfTool(part));
}
