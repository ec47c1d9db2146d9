using System.Text.Json.Serialization;

namespace Giqa.Models;

/// <summary>The JSON parts of a model file's metadata.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FitOptions))]
[JsonSerializable(typeof(FitReport))]
[JsonSerializable(typeof(ImportedScorerReport))]
[JsonSerializable(typeof(NetworkRecord))]
[JsonSerializable(typeof(PairTrainingReport))]
[JsonSerializable(typeof(PeopleReport))]
[JsonSerializable(typeof(PreferenceReport))]
[JsonSerializable(typeof(TrainingReport))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ModelFileJson : JsonSerializerContext;
