using System.Text.Encodings.Web;
using System.Text.Json;

namespace Giqa.Scores;

/// <summary>The JSON lines form of a scores file: one object per line.</summary>
internal static class ScoreJsonLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IReadOnlyList<ImageScore> scores)
    {
        var newLine = "\n"u8;
        string[] extras = [.. ExtraFields.NamesOf(ExtraFields.Of(scores))];
        var ofPairs = scores.Any(score => score.Reference is not null);
        var hasDeviations = scores.Any(score => score.ScoreDeviation is not null);
        var hasShares = scores.Any(score => score.Preferred is not null);
        using var json = new Utf8JsonWriter(stream, Options);
        foreach (var score in scores)
        {
            json.WriteStartObject();
            json.WriteString("image", score.Image);
            WriteNumber(json, "score", score.Score);
            WriteNumber(json, "quality", score.Quality);
            json.WriteString("status", score.Status);
            json.WriteString("detail", score.Detail);
            if (ofPairs)
            {
                json.WriteString("reference", score.Reference);
                json.WriteString("source", score.Source);
            }

            if (hasDeviations)
            {
                WriteNumber(json, "score_sd", score.ScoreDeviation);
            }

            if (hasShares)
            {
                WriteNumber(json, "preferred", score.Preferred);
                WriteNumber(json, "preferred_low", score.PreferredLow);
                WriteNumber(json, "preferred_high", score.PreferredHigh);
            }

            foreach (var name in extras)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(ExtraFields.Text(score.Extras, name) ?? "null");
            }

            json.WriteEndObject();
            json.Flush();
            stream.Write(newLine);
            json.Reset();
        }
    }

    public static IReadOnlyList<ImageScore> Read(TextReader reader, string path)
    {
        var scores = new List<ImageScore>();
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                scores.Add(ReadLine(text, $"{path} line {line}"));
            }
        }

        return scores;
    }

    private static ImageScore ReadLine(string text, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new GiqaException($"{place}: not a JSON object");
            }

            string? Field(string name) => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
                ? value.ToString()
                : null;
            return ScoreRow.Parse(place, Field("image"), Field("score"), Field("quality"), Field("status"), Field("detail")) with
            {
                Reference = Field("reference"),
                Source = Field("source"),
                ScoreDeviation = ScoreRow.Number(place, "score_sd", Field("score_sd")),
                Preferred = ScoreRow.Number(place, "preferred", Field("preferred")),
                PreferredLow = ScoreRow.Number(place, "preferred_low", Field("preferred_low")),
                PreferredHigh = ScoreRow.Number(place, "preferred_high", Field("preferred_high")),
                Extras = ExtraFields.Parse(place, ExtraFields.Of(name => document.RootElement.TryGetProperty(name, out _)), Field),
            };
        }
        catch (JsonException e)
        {
            throw new GiqaException($"{place}: not JSON: {e.Message.Split('\n')[0]}", e);
        }
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
