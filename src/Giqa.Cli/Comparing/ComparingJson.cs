using System.Text.Json.Serialization;
using Giqa.Cli.Agreeing;
using Giqa.Cli.Gating;

namespace Giqa.Cli.Comparing;

/// <summary>The JSON documents of <c>compare</c>, <c>gate</c> and <c>agree</c>, which leave out what was not asked for.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(GateOutcomeConverter)],
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgreeDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(ConventionDocument))]
[JsonSerializable(typeof(GateDocument))]
internal sealed partial class ComparingJson : JsonSerializerContext;
