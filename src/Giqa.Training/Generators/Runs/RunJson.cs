using System.Text.Json.Serialization;

namespace Giqa.Training.Generators;

/// <summary>The JSON of a run's folder.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunConfiguration))]
internal sealed partial class RunJson : JsonSerializerContext;
