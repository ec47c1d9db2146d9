using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>The images of a .zip archive in the ordinal order of their names, which are never used as paths.</summary>
internal static class ZipInput
{
    private const string MacFolder = "__MACOSX";

    internal static ZipSource Open(string path, string prefix, DecodeOptions options)
    {
        var archive = RegularFile.OpenZip(path);
        try
        {
            var entries = archive.Entries
                .Select(entry => (Name: entry.FullName.Replace('\\', '/'), Entry: entry))
                .Where(item => ImageExtensions.IsImage(item.Name) && !IsHidden(item.Name))
                .OrderBy(item => item.Name, StringComparer.Ordinal)
                .ToArray();
            return entries.Length > 0
                ? new ZipSource(archive, UniqueNames.Of(entries.Select(item => prefix + item.Name)), Array.ConvertAll(entries, item => item.Entry), options.MaxFileBytes)
                : throw new GiqaException($"archive {path} holds no images; looked for {ImageExtensions.Wanted}");
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static bool IsHidden(string name) =>
        Array.Exists(name.Split('/'), part => part == MacFolder || (part.StartsWith('.') && part is not ("." or "..")));
}
