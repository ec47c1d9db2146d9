using System.Globalization;
using Giqa.Storage;

namespace Giqa.Images.Snapshots;

/// <summary>The table of a snapshot folder: <c>image,iteration,seed[,source,reference]</c>, images relative to its own folder.</summary>
internal static class SnapshotManifest
{
    /// <summary>Its file name.</summary>
    internal const string FileName = "manifest.csv";

    private const string Header = "image,iteration,seed[,source,reference]";

    /// <summary>Reads the manifest of a folder or archive.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="GiqaException">It cannot be read, or a line is wrong: the message names it.</exception>
    internal static IReadOnlyList<SnapshotImage>? Find(string path)
    {
        if (Directory.Exists(path))
        {
            var file = Path.Combine(path, FileName);
            return File.Exists(file) ? Read(file, CsvTable.Read(file)) : null;
        }

        using var archive = RegularFile.OpenZip(path);
        if (archive.GetEntry(FileName) is not { } entry)
        {
            return null;
        }

        using var reader = new StreamReader(entry.Open());
        var name = $"{path}/{FileName}";
        return Read(name, CsvTable.Parse(name, reader));
    }

    /// <summary>Writes the manifest of a folder, whole or not at all.</summary>
    /// <remarks>The columns <c>source</c> and <c>reference</c> are present if an image has one.</remarks>
    internal static void Write(string folder, IReadOnlyList<SnapshotImage> images)
    {
        var conditional = images.Any(image => image.Source is not null || image.Reference is not null);
        var lines = images.Select(image =>
        {
            string[] fields = [image.Image, image.Iteration.ToString(CultureInfo.InvariantCulture), image.Seed];
            return CsvRecord.Join(conditional ? [.. fields, image.Source ?? string.Empty, image.Reference ?? string.Empty] : fields);
        });
        var header = conditional ? "image,iteration,seed,source,reference" : "image,iteration,seed";
        AtomicFile.WriteText(Path.Combine(folder, FileName), string.Join('\n', lines.Prepend(header)) + "\n");
    }

    private static List<SnapshotImage> Read(string path, CsvTable table)
    {
        var (image, iteration, seed) = (table.Require("image", Header), table.Require("iteration", Header), table.Require("seed", Header));
        var source = table.Has("source") ? table.Require("source", Header) : -1;
        var reference = table.Has("reference") ? table.Require("reference", Header) : -1;
        var rows = new List<SnapshotImage>(table.Rows.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, fields) in table.Rows)
        {
            if (!SnapshotNames.IsNumber(fields[iteration], out var number))
            {
                throw new GiqaException($"{path}, line {line}: the iteration is '{fields[iteration]}'; a whole number of at least 0 is expected");
            }

            if (fields[image].Length == 0 || !seen.Add(fields[image]))
            {
                throw new GiqaException($"{path}, line {line}: the image '{fields[image]}' is {(fields[image].Length == 0 ? "empty" : "listed twice")}");
            }

            rows.Add(new SnapshotImage(fields[image], number, fields[seed], Optional(fields, source), Optional(fields, reference)));
        }

        return rows;
    }

    private static string? Optional(List<string> fields, int column) => column >= 0 && fields[column].Length > 0 ? fields[column] : null;
}
