using System.Text.Json.Serialization;

namespace Giqa.Training.Risa;

/// <summary>The JSON parts of a checkpoint.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RisaOptions))]
[JsonSerializable(typeof(RisaEpoch[]))]
internal sealed partial class RisaJson : JsonSerializerContext;
