using System.Numerics.Tensors;
using System.Text.Json;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>
/// Features on disk: a safetensors file with the tensor <c>features</c> (N x D float32) and, as metadata, <c>format</c>,
/// <c>version</c>, <c>software</c>, <c>fingerprint</c>, <c>backbone</c>, <c>preset</c>, <c>alpha</c>, <c>orientation</c> and <c>items</c>, a JSON array of
/// <c>{"name", "status", "detail"}</c> in the inputs' order.
/// </summary>
internal static class FeatureFile
{
    private const string Tensor = "features";
    private const string Format = "giqa-features";
    private const string Version = "1";
    private const string Sound = "ok";

    internal static void Save(FeatureSet set, string path)
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = Format;
        writer.Metadata["version"] = Version;
        writer.Metadata["software"] = $"Giqa {typeof(FeatureFile).Assembly.GetName().Version?.ToString(3)}";
        writer.Metadata["items"] = WriteItems(set.Items);
        AddIfKnown(writer, "fingerprint", set.Fingerprint);
        AddIfKnown(writer, "backbone", set.BackboneName);
        AddIfKnown(writer, "preset", set.Preset);
        set.Decoding?.AddTo(writer.Metadata);
        writer.Add(Tensor, [set.Matrix.Rows, set.Matrix.Columns], set.Matrix.Values);
        AtomicFile.Write(path, writer.Write);
    }

    internal static FeatureSet Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue("format", out var format) || format != Format || !file.Contains(Tensor))
        {
            throw new ModelFileException($"{path} is a safetensors file, but not one of features");
        }

        if (file.Metadata.GetValueOrDefault("version") is var version && version != Version)
        {
            throw new ModelFileException($"{path} is a feature file of version {version}; this program reads version {Version}");
        }

        var shape = file.Entries[Tensor].Shape;
        if (shape.Length != 2 || shape[1] < 1 || shape[0] * shape[1] > Array.MaxLength)
        {
            throw new ModelFileException($"{path} holds features of shape ({string.Join(", ", shape)}); N x D is needed");
        }

        var items = ReadItems(path, file.Metadata.GetValueOrDefault("items"));
        if (items.Count(item => item.Fault is null) != shape[0])
        {
            throw new ModelFileException($"{path} holds {shape[0]} feature vectors, but lists {items.Count(item => item.Fault is null)} sound items");
        }

        var (matrix, checkedItems) = WithoutNonFinite(new FeatureMatrix((int)shape[0], (int)shape[1], file.ReadSingle(Tensor)), items);
        return new FeatureSet(matrix, checkedItems, file.Metadata.GetValueOrDefault("fingerprint"), file.Metadata.GetValueOrDefault("backbone"))
        {
            Preset = file.Metadata.GetValueOrDefault("preset"),
            Decoding = DecodeHabits.From(file.Metadata),
        };
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

    private static void AddIfKnown(SafetensorsWriter writer, string key, string? value)
    {
        if (value is not null)
        {
            writer.Metadata[key] = value;
        }
    }

    private static string WriteItems(IReadOnlyList<FeatureItem> items)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("name", item.Name);
                json.WriteString("status", item.Fault is { } fault ? StatusOf(fault) : Sound);
                if (item.Detail is not null)
                {
                    json.WriteString("detail", item.Detail);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static List<FeatureItem> ReadItems(string path, string? text)
    {
        try
        {
            using var json = JsonDocument.Parse(text ?? throw new FormatException("there is no list of items"));
            return [.. json.RootElement.EnumerateArray().Select(ReadItem)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFileException($"{path} is damaged: its list of items cannot be read ({e.Message})", e);
        }
    }

    private static FeatureItem ReadItem(JsonElement item)
    {
        var status = item.GetProperty("status").GetString();
        var faults = Enum.GetValues<ImageFault>();
        var found = Array.FindIndex(faults, fault => StatusOf(fault) == status);
        if (found < 0 && status != Sound)
        {
            throw new FormatException($"there is no status '{status}'");
        }

        var detail = item.TryGetProperty("detail", out var text) ? text.GetString() : null;
        return new FeatureItem(item.GetProperty("name").GetString() ?? string.Empty, found < 0 ? null : faults[found], detail);
    }

    private static string StatusOf(ImageFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());
}
