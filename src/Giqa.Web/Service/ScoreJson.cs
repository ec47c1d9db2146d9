using System.Text.Json;
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
        json.WriteString("status", score.Status);
        json.WriteString("detail", score.Detail);
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
