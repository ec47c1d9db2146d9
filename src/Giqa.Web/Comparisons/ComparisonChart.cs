using System.Text.Json.Nodes;

namespace Giqa.Web.Comparisons;

/// <summary>One chart of the page.</summary>
/// <param name="Id">The element that holds its specification.</param>
/// <param name="Kind">Which part of the page it belongs to.</param>
/// <param name="Caption">What stands below it.</param>
/// <param name="Description">Its figures in words, for those who do not see it.</param>
/// <param name="Specification">The Vega-Lite specification with its data.</param>
internal sealed record ComparisonChart(string Id, ChartKind Kind, string Caption, string Description, JsonObject Specification);
