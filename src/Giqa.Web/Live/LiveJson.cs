using System.Globalization;
using System.Text.Json;

namespace Giqa.Web.Live;

/// <summary>What the page receives, as JSON.</summary>
internal static class LiveJson
{
    /// <summary>Everything that changed after a version: names of sets and models, progress, figures, images.</summary>
    internal static void Write(Utf8JsonWriter json, LiveGallery gallery, long since)
    {
        // Read first: what changes while this is written is sent again, and not lost.
        json.WriteNumber("version", gallery.Version);
        WriteNames(json, "sets", gallery.Sets);
        WriteNames(json, "models", gallery.Models);
        WriteNames(json, "cautions", gallery.Cautions);
        WriteNames(json, "calibratedOn", gallery.CalibratedOn);
        json.WriteStartArray("maps");
        foreach (var has in gallery.HasMaps)
        {
            json.WriteBooleanValue(has);
        }

        json.WriteEndArray();
        WriteProgress(json, gallery);
        json.WriteString("newest", gallery.Newest?.ToString("O", CultureInfo.InvariantCulture));
        json.WriteStartArray("figures");
        foreach (var figure in gallery.Figures)
        {
            Write(json, figure);
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        gallery.Visit(since, entry => Write(json, entry));
        json.WriteEndArray();
    }

    internal static void WriteProgress(Utf8JsonWriter json, LiveGallery gallery)
    {
        var (doing, done, total) = gallery.Progress;
        json.WriteString("doing", doing);
        json.WriteNumber("done", done);
        json.WriteNumber("total", total);
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string?> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, LiveFigure figure)
    {
        json.WriteStartObject();
        json.WriteNumber("set", figure.Set);
        WriteNumber(json, "iteration", figure.Iteration);
        json.WriteNumber("images", figure.Images);
        WriteNumber(json, "fid", figure.Fid);
        WriteNumber(json, "ds", figure.Ds);
        json.WriteString("warning", figure.Warning);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LiveEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("id", entry.Id);
        json.WriteNumber("set", entry.Set);
        json.WriteString("name", entry.Name);
        json.WriteString("folder", entry.Folder);
        WriteNumber(json, "iteration", entry.Iteration);
        json.WriteStartArray("scores");
        foreach (var score in entry.Scores)
        {
            if (score is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            json.WriteString("status", score.Status);
            json.WriteString("detail", score.Detail);
            WriteNumber(json, "score", score.Score);
            WriteNumber(json, "quality", score.Quality);
            if (score.Preferred is not null)
            {
                WriteNumber(json, "preferred", score.Preferred);
                WriteNumber(json, "preferred_low", score.PreferredLow);
                WriteNumber(json, "preferred_high", score.PreferredHigh);
            }

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
