namespace Giqa.Web;

/// <summary>A line of provenance: what it is, and its value, as people should read them.</summary>
/// <param name="Label">What it is: "Backbone", "Seed".</param>
/// <param name="Value">Its value.</param>
public sealed record ReportFact(string Label, string Value);
