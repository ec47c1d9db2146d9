using System.Text.Json.Serialization;

namespace Giqa.Features;

/// <summary>How plans of features are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeaturePlan))]
internal sealed partial class FeaturePlanJson : JsonSerializerContext;
