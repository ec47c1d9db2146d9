using System.Text.Json.Serialization;

namespace Giqa.Training.Styles;

/// <summary>The JSON of a run's folder.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StyleConfiguration))]
internal sealed partial class StyleJson : JsonSerializerContext;
