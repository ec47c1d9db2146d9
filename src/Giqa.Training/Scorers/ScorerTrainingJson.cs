using System.Text.Json.Serialization;

namespace Giqa.Training.Scorers;

/// <summary>The JSON parts of a checkpoint.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScorerTrainingOptions))]
[JsonSerializable(typeof(ScorerEpoch[]))]
internal sealed partial class ScorerTrainingJson : JsonSerializerContext;
