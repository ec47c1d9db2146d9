using System.Text.Json.Serialization;

namespace Giqa.Cli.Gating;

/// <summary>The JSON document of <c>gate</c>, which leaves out what was not asked for.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(GateOutcomeConverter)],
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GateDocument))]
internal sealed partial class GatingJson : JsonSerializerContext;
