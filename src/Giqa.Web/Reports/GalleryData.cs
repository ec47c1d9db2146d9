using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace Giqa.Web.Reports;

/// <summary>
/// The gallery's pictures as JSON in blocks, each parsed when its pictures come into view: a page with ten thousand of them opens as
/// fast as one with none.
/// </summary>
internal static class GalleryData
{
    internal const int BlockSize = 250;

    internal static IEnumerable<MarkupString> Blocks(ScoreReport report, ReportGallery gallery)
    {
        yield return Index(report, gallery);
        for (var start = 0; start < gallery.Thumbnails.Count; start += BlockSize)
        {
            yield return Pictures(gallery, start);
            if (report.Maps.Count > 0)
            {
                yield return Maps(report, gallery, start);
            }
        }
    }

    private static MarkupString Index(ScoreReport report, ReportGallery gallery)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteNumber("block", BlockSize);
            json.WriteStartArray("images");
            foreach (var entry in gallery.Entries.Select(position => report.Entries[position]))
            {
                json.WriteStartArray();
                json.WriteStringValue(entry.Name);
                json.WriteNumberValue(Math.Round(entry.Quality ?? 0, 6));
                json.WriteStringValue(entry.Set);
                json.WriteStringValue(Figures.Quality(entry.Quality));
                json.WriteStringValue(Figures.Score(entry.Score));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new MarkupString($"<script type=\"application/json\" id=\"all-index\">{Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)}</script>");
    }

    /// <summary>Base64 needs no escaping in JSON; a letter before it gives the format.</summary>
    private static MarkupString Pictures(ReportGallery gallery, int start)
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"<script type=\"application/json\" id=\"all-{start / BlockSize}\">[");
        for (var i = start; i < Math.Min(start + BlockSize, gallery.Thumbnails.Count); i++)
        {
            var bytes = gallery.Thumbnails[i];
            _ = text.Append(i == start ? "\"" : ",\"").Append(bytes is null ? string.Empty : bytes[0] == 0x89 ? "p" : "j").Append(bytes is null ? string.Empty : Convert.ToBase64String(bytes)).Append('"');
        }

        return new MarkupString(text.Append("]</script>").ToString());
    }

    /// <summary>A map contains nothing that JSON or a page would have to escape.</summary>
    private static MarkupString Maps(ScoreReport report, ReportGallery gallery, int start)
    {
        var maps = gallery.Entries.Skip(start).Take(BlockSize).Select(entry => report.Maps.GetValueOrDefault(entry) is { } drawn ? MapDrawing.Svg(drawn) : string.Empty);
        return new MarkupString($"<script type=\"application/json\" id=\"all-maps-{start / BlockSize}\">[\"{string.Join("\",\"", maps)}\"]</script>");
    }
}
