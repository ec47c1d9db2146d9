using System.Text.Json;

namespace Giqa.Web.Service;

/// <summary>What the API reports about models.</summary>
internal static class ModelJson
{
    internal static void Write(Utf8JsonWriter json, IReadOnlyList<ServedModel> models)
    {
        json.WriteString("default", models[0].Name);
        json.WriteStartArray("models");
        foreach (var model in models)
        {
            json.WriteStartObject();
            WriteMembers(json, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteMembers(Utf8JsonWriter json, ServedModel model)
    {
        json.WriteString("name", model.Name);
        json.WriteString("method", model.Model?.Options.Method.ToString().ToLowerInvariant() ?? "risa");
        json.WriteString("backbone", model.Backbone.Name);
        json.WriteString("backbone_fingerprint", model.Backbone.Fingerprint);
        json.WriteNumber("held_out_reals", model.Model?.HeldOutCount ?? 0);
        json.WriteString("calibrated_on", model.Model?.Preference?.CalibratedOn ?? (model.Model is null ? "none" : "reals"));
        json.WriteBoolean("takes_reference", model.TakesReference);
        json.WriteBoolean("has_maps", model.HasMaps);
        json.WriteBoolean("has_people", model.Model?.People is not null);
        WriteProbe(json, model.Probe);
        json.WriteString("software", model.Model?.Software ?? model.Pairs!.Software);
    }

    private static void WriteProbe(Utf8JsonWriter json, ProbeResult? probe)
    {
        if (probe is null)
        {
            json.WriteNull("praises_noise");
            return;
        }

        json.WriteBoolean("praises_noise", probe.Praised.Count > 0);
        json.WriteStartArray("praised");
        foreach (var picture in probe.Praised)
        {
            json.WriteStartObject();
            json.WriteString("picture", picture.Picture);
            json.WriteNumber("quality", Math.Round(picture.Quality, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
