using System.Text.Json.Nodes;

namespace Giqa.Web;

/// <summary>Vega-Lite specifications that lie among the assets without their data.</summary>
internal static class ChartTemplate
{
    /// <summary>
    /// Puts rows into a template. Layers without rows are left out: they have no extent, which Vega warns of, and would be announced
    /// as graphics without a name.
    /// </summary>
    /// <param name="template">The asset's name.</param>
    /// <param name="data">Rows by the name under which the template refers to them.</param>
    internal static JsonObject Fill(string template, params (string Name, JsonArray Rows)[] data)
    {
        var specification = JsonNode.Parse(ReportAssets.Text(template))!.AsObject();
        if (specification["layer"] is JsonArray layers)
        {
            foreach (var (name, _) in data.Where(d => d.Rows.Count == 0))
            {
                _ = layers.RemoveAll(layer => (string?)layer?["data"]?["name"] == name);
            }
        }

        specification["datasets"] = new JsonObject(data.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Name, d.Rows)));
        return specification;
    }
}
