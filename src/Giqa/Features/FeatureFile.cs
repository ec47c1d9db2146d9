using System.Numerics.Tensors;
using System.Text.Json;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>
/// Features on disk: a safetensors file with the tensor <c>features</c> (N x D float32) and, as metadata, <c>format</c>,
/// <c>version</c>, <c>software</c>, <c>fingerprint</c>, <c>backbone</c>, <c>preset</c>, <c>alpha</c> and <c>orientation</c>. What the items are called, and
/// what became of them, stands in tensors, too: in the header, where version 1 had it, a million names are more than the format's own library reads.
/// </summary>
internal static class FeatureFile
{
    private const string Tensor = "features";
    private const string Names = "item_names";
    private const string NameEnds = "item_name_ends";
    private const string Statuses = "item_statuses";
    private const string Details = "item_details";
    private const string DetailEnds = "item_detail_ends";
    private const string StatusWords = "statuses";
    private const string Format = "giqa-features";
    private const string Version = "2";
    private const string VersionWithNamesInTheHeader = "1";
    private const string Sound = "ok";
    private const string Checksum = "xxh128";

    internal static void Save(FeatureSet set, string path)
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = Format;
        writer.Metadata["version"] = Version;
        writer.Metadata["software"] = $"Giqa {typeof(FeatureFile).Assembly.GetName().Version?.ToString(3)}";
        set.Provenance.AddTo(writer.Metadata);
        AddTensors(writer, set);
        writer.Metadata[Checksum] = writer.Checksum();
        AtomicFile.Write(path, writer.Write);
    }

    internal static FeatureSet Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var (items, rows, columns) = ReadItems(file, path);
        var (matrix, checkedItems) = WithoutNonFinite(new FeatureMatrix(rows, columns, file.ReadSingle(Tensor)), items);
        return new FeatureSet(matrix, checkedItems, FeatureProvenance.From(file.Metadata));
    }

    /// <summary>Opens a file whose features stay on disk, after checking its integrity.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isChecked">Whether that has been checked already.</param>
    /// <exception cref="ModelFileException">It is missing, damaged, or not a feature file with a checksum.</exception>
    internal static (FeatureSet Provenance, IReadOnlyList<FeatureItem> Items, MappedFloats? Rows) Map(string path, bool isChecked = false)
    {
        using var file = SafetensorsFile.Open(path);
        if (!isChecked && file.Checksum() != file.Metadata.GetValueOrDefault(Checksum))
        {
            throw new ModelFileException($"{path} is damaged: it does not match its checksum");
        }

        var (items, rows, columns) = ReadItems(file, path);
        var provenance = new FeatureSet(new FeatureMatrix(0, columns, []), [], FeatureProvenance.From(file.Metadata));
        return (provenance, items, rows == 0 ? null : file.MapSingle(Tensor));
    }

    private static (IReadOnlyList<FeatureItem> Items, int Rows, int Columns) ReadItems(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue("format", out var format) || format != Format || !file.Contains(Tensor))
        {
            throw new ModelFileException($"{path} is a safetensors file, but does not hold features");
        }

        var version = file.Metadata.GetValueOrDefault("version");
        if (version is not (Version or VersionWithNamesInTheHeader))
        {
            throw new ModelFileException($"{path} is a feature file of version {version}; this program reads versions {VersionWithNamesInTheHeader} and {Version}");
        }

        var shape = file.Entries[Tensor].Shape;
        if (shape.Length != 2 || shape[1] is < 1 or > int.MaxValue || shape[0] > int.MaxValue)
        {
            throw new ModelFileException($"{path} holds features of shape ({string.Join(", ", shape)}); N x D is needed");
        }

        try
        {
            IReadOnlyList<FeatureItem> items = version == Version ? ReadPacked(file) : ReadJson(file.Metadata.GetValueOrDefault("items"));
            return FeatureItems.CountSound(items) is var sound && sound == shape[0]
                ? (items, (int)shape[0], (int)shape[1])
                : throw new ModelFileException($"{path} holds {shape[0]} feature vectors, but lists {sound} sound items");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFileException($"{path} is damaged: its list of items cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Adds the tensors in the order of their numbers' sizes, so that each begins at a multiple of its element size.</summary>
    private static void AddTensors(SafetensorsWriter writer, FeatureSet set)
    {
        var items = set.Items;
        var faults = items.Where(item => item.Fault is not null).Select(item => item.Fault!.Value).Distinct().Order().ToList();
        var names = PackedText.Of(items.Select(item => item.Name));
        var details = faults.Count > 0 ? PackedText.Of(items.Select(item => item.Detail ?? string.Empty)) : null;
        writer.Metadata[StatusWords] = string.Join(',', faults.Select(StatusOf).Prepend(Sound));
        writer.Add(NameEnds, [names.Count], names.Ends);
        if (details is not null)
        {
            writer.Add(DetailEnds, [details.Count], details.Ends);
        }

        writer.Add(Tensor, [set.Matrix.Rows, set.Matrix.Columns], set.Matrix.Values);
        writer.Add(Names, [names.Bytes.Length], names.Bytes);
        if (details is not null)
        {
            writer.Add(Details, [details.Bytes.Length], details.Bytes);
            writer.Add(Statuses, [items.Count], items.Select(item => item.Fault is { } fault ? (byte)(faults.IndexOf(fault) + 1) : (byte)0).ToArray());
        }
    }

    private static PackedItems ReadPacked(SafetensorsFile file)
    {
        var words = (file.Metadata.GetValueOrDefault(StatusWords) ?? Sound).Split(',');
        if (words[0] != Sound)
        {
            throw new FormatException($"the first status is not '{Sound}'");
        }

        var names = new PackedText(file.ReadBytes(Names), file.ReadInt64(NameEnds)).Checked();
        var details = file.Contains(Details) ? new PackedText(file.ReadBytes(Details), file.ReadInt64(DetailEnds)).Checked() : null;
        return new PackedItems(names, details, file.Contains(Statuses) ? file.ReadBytes(Statuses) : new byte[names.Count], Array.ConvertAll(words, FaultOf));
    }

    /// <summary>A row that holds a NaN or an infinity is an item with a fault, as in an array; the others stay.</summary>
    private static (FeatureMatrix Matrix, IReadOnlyList<FeatureItem> Items) WithoutNonFinite(FeatureMatrix matrix, IReadOnlyList<FeatureItem> items)
    {
        if (TensorPrimitives.IsFiniteAll<float>(matrix.Span))
        {
            return (matrix, items);
        }

        var builder = new FeatureMatrixBuilder(matrix.Columns, matrix.Rows);
        var row = 0;
        var result = items.Select(item => item.Fault is not null || builder.TryAddFinite(matrix.Row(row++)) ? item : FeatureItem.NonFinite(item.Name)).ToList();
        return (builder.ToMatrix(), result);
    }

    private static List<FeatureItem> ReadJson(string? text)
    {
        using var json = JsonDocument.Parse(text ?? throw new FormatException("there is no list of items"));
        return [.. json.RootElement.EnumerateArray().Select(ReadItem)];
    }

    private static FeatureItem ReadItem(JsonElement item)
    {
        var detail = item.TryGetProperty("detail", out var text) ? text.GetString() : null;
        return new FeatureItem(item.GetProperty("name").GetString() ?? string.Empty, FaultOf(item.GetProperty("status").GetString()), detail);
    }

    private static ImageFault? FaultOf(string? status)
    {
        var faults = Enum.GetValues<ImageFault>();
        var found = Array.FindIndex(faults, fault => StatusOf(fault) == status);
        return found >= 0 ? faults[found] : status == Sound ? null : throw new FormatException($"there is no status '{status}'");
    }

    private static string StatusOf(ImageFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());
}
