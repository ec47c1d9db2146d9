using System.Text.Json;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Web.Service;

/// <summary>Scores as the API writes them: the fields of a scores file.</summary>
internal static class ScoreJson
{
    internal static void Write(Utf8JsonWriter json, ImageScore score)
    {
        json.WriteStartObject();
        json.WriteString("image", score.Image);
        if (score.Reference is not null)
        {
            json.WriteString("reference", score.Reference);
        }

        WriteNumber(json, "score", score.Score);
        if (score.ScoreDeviation is { } deviation)
        {
            json.WriteNumber("score_sd", deviation);
        }

        WriteNumber(json, "quality", score.Quality);
        if (score.Preferred is not null)
        {
            WriteNumber(json, "preferred", score.Preferred);
            WriteNumber(json, "preferred_low", score.PreferredLow);
            WriteNumber(json, "preferred_high", score.PreferredHigh);
        }

        json.WriteString("status", score.Status);
        json.WriteString("detail", score.Detail);
        if (score.Map is { } map)
        {
            Write(json, map);
        }

        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, string property, IEnumerable<ImageScore> scores)
    {
        json.WriteStartArray(property);
        foreach (var score in scores)
        {
            Write(json, score);
        }

        json.WriteEndArray();
    }

    /// <summary>The counts and the mean quality of some scores, as members of the current object.</summary>
    internal static void WriteSummary(Utf8JsonWriter json, IReadOnlyList<ImageScore> scores)
    {
        var summary = new ScoreSummary(scores);
        json.WriteNumber("scored", summary.Scored);
        json.WriteNumber("skipped", summary.Skipped);
        WriteNumber(json, "mean_quality", summary.MeanQuality);
        if (summary.MeanPreferred is not null)
        {
            WriteNumber(json, "mean_preferred", summary.MeanPreferred);
        }
    }

    private static void Write(Utf8JsonWriter json, QualityMap map)
    {
        json.WriteStartObject("map");
        json.WriteNumber("columns", map.Columns);
        json.WriteNumber("rows", map.Rows);
        json.WriteNumber("quality", map.Quality);
        json.WriteStartArray("qualities");
        foreach (var quality in map.Qualities)
        {
            json.WriteNumberValue(quality);
        }

        json.WriteEndArray();
        json.WriteStartArray("regions");
        foreach (var region in map.Regions)
        {
            json.WriteStartObject();
            json.WriteNumber("x", region.X);
            json.WriteNumber("y", region.Y);
            json.WriteNumber("width", region.Width);
            json.WriteNumber("height", region.Height);
            json.WriteNumber("quality", region.Quality);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }
}
