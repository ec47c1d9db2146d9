namespace Giqa.Web.Reports;

/// <summary>A reference of the model, by its number, and how far an image lies from it.</summary>
internal readonly record struct RealMatch(int Reference, double Distance);
