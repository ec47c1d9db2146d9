namespace Giqa.Web.Reports;

/// <summary>A reference of the model, by its number, and an image's distance from it.</summary>
internal readonly record struct RealMatch(int Reference, double Distance);
