using System.Globalization;
using Giqa.Storage;
using Parquet;
using Parquet.Schema;

namespace Giqa.Parquet;

/// <summary>Where the images of a Parquet file are: which column, and how many rows each of its row groups has.</summary>
/// <param name="Column">The path of the column of bytes.</param>
/// <param name="Ends">The row after each row group.</param>
/// <param name="Names">The names of the rows: the file that the image was made from, with its class as folder, or the row's number.</param>
internal sealed record ParquetLayout(string Column, int[] Ends, string[] Names)
{
    private static readonly string[] KnownColumns = ["image", "img", "jpg", "jpeg", "png", "webp", "picture", "bytes"];

    internal int RowCount => Ends.Length == 0 ? 0 : Ends[^1];

    /// <summary>Reads the file's footer and the columns that name images.</summary>
    /// <exception cref="GiqaException">No column holds images, or more than one could.</exception>
    /// <exception cref="ParquetDamageException">It is damaged.</exception>
    internal static ParquetLayout Read(string path, string? wanted) => ParquetDamageException.Guard(async () =>
    {
        using var stream = RemoteFiles.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var fields = reader.Schema.GetDataFields().Where(field => field.MaxRepetitionLevel == 0).ToArray();
        var bytes = Choose(path, wanted, [.. fields.Where(field => field.ClrType == typeof(ReadOnlyMemory<byte>) || field.ClrType == typeof(byte[]))]);
        var names = Array.Find(fields, field => bytes.Path.Length > 1 && field.Path.ToString() == $"{ParentOf(bytes)}/path");
        var labels = ParquetLabels.Find(reader, fields);
        var ends = new int[reader.RowGroupCount];
        var all = new List<string>();
        for (var i = 0; i < ends.Length; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var files = await TryAsync(group, names).ConfigureAwait(false);
            var classes = await TryAsync(group, labels?.Field).ConfigureAwait(false);
            for (var row = 0; row < checked((int)group.RowCount); row++)
            {
                var file = FileOf(files?[row]) ?? all.Count.ToString("D5", CultureInfo.InvariantCulture);
                all.Add(labels?.NameOf(classes?[row]) is { } label ? $"{label}/{file}" : file);
            }

            ends[i] = all.Count;
        }

        return new ParquetLayout(bytes.Path.ToString(), ends, [.. all]);
    });

    private static DataField Choose(string path, string? wanted, DataField[] columns)
    {
        var choice = wanted is not null
            ? Array.FindAll(columns, column => column.Path.ToString() == wanted || ParentOf(column) == wanted)
            : Array.FindAll(columns, column => column.Path.ToString().EndsWith("/bytes", StringComparison.Ordinal)) is { Length: 1 } only ? only
            : columns.Length == 1 ? columns
            : [.. columns.Where(column => KnownColumns.Contains(ParentOf(column), StringComparer.OrdinalIgnoreCase)).Take(1)];
        return choice.Length > 0
            ? choice[0]
            : throw new GiqaException(columns.Length == 0
                ? $"{path} has no column of images: looked for bytes, as in image: struct<bytes, path>"
                : $"{path} has {(wanted is null ? "several columns of bytes" : $"no column of bytes named {wanted}")}; write {path}#NAME with one of {string.Join(", ", columns.Select(ParentOf).Distinct(StringComparer.Ordinal))}");
    }

    /// <summary>The structure that a field is in, or otherwise its own name.</summary>
    private static string ParentOf(DataField field) =>
        field.Path.ToString() is var path && path.LastIndexOf('/') is var at and > 0 ? path[..at] : path;

    /// <summary>A column of names, which may be damaged even if the images are not.</summary>
    private static async Task<string?[]?> TryAsync(ParquetRowGroupReader group, DataField? field)
    {
        try
        {
            return field is null ? null : await ParquetColumns.TextsAsync(group, field).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>The name of the file that an image was made from, without the folders of another machine.</summary>
    private static string? FileOf(string? path)
    {
        var name = path?.Replace('\\', '/');
        name = name?[(name.LastIndexOf('/') + 1)..];
        return name is null or "" or "." or ".." ? null : name;
    }
}
