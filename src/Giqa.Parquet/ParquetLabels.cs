using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Giqa.Parquet;

/// <summary>The column that holds the class of each image, and the names of the classes.</summary>
internal sealed record ParquetLabels(DataField Field, string[] ClassNames)
{
    private const string Label = "label";
    private const string MetadataKey = "huggingface";

    /// <summary>The column that the data set declares as classes, or otherwise one named <c>label</c>.</summary>
    internal static ParquetLabels? Find(ParquetReader reader, DataField[] fields)
    {
        var declared = Declared(reader.CustomMetadata.GetValueOrDefault(MetadataKey));
        var field = Array.Find(fields, field => declared.ContainsKey(field.Path.ToString()) && field.Name == Label)
            ?? Array.Find(fields, field => declared.ContainsKey(field.Path.ToString()))
            ?? Array.Find(fields, field => field.Path.ToString() == Label);
        return field is null ? null : new ParquetLabels(field, declared.GetValueOrDefault(field.Path.ToString()) ?? []);
    }

    /// <summary>A class as the name of a folder, or null if there is none.</summary>
    internal string? NameOf(string? value)
    {
        var name = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < ClassNames.Length ? ClassNames[number] : value?.Trim();
        return name is null or "" or "." or ".." or "-1" || name.AsSpan().ContainsAny('/', '\\') || name.Any(char.IsControl) ? null : name;
    }

    private static Dictionary<string, string[]> Declared(string? metadata)
    {
        var declared = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(metadata ?? "{}");
            if (json.RootElement.TryGetProperty("info", out var info) && info.TryGetProperty("features", out var features))
            {
                foreach (var feature in features.EnumerateObject())
                {
                    if (feature.Value.TryGetProperty("_type", out var type) && type.GetString() == "ClassLabel")
                    {
                        declared[feature.Name] = feature.Value.TryGetProperty("names", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString() ?? string.Empty)] : [];
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It only names the classes: without it they are numbers.
        }

        return declared;
    }
}
