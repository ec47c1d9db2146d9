using System.Text.Json;

namespace Giqa.Web.Service;

/// <summary>What the API tells about models.</summary>
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
        json.WriteBoolean("takes_reference", model.TakesReference);
        json.WriteString("software", model.Model?.Software ?? model.Pairs!.Software);
    }
}
