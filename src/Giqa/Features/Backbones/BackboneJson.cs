using System.Text.Json.Serialization;

namespace Giqa.Features;

/// <summary>How records of imported backbones are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImportedBackbone))]
internal sealed partial class BackboneJson : JsonSerializerContext;
