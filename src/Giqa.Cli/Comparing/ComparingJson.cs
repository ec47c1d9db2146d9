using System.Text.Json.Serialization;
using Giqa.Cli.Agreeing;

namespace Giqa.Cli.Comparing;

/// <summary>The JSON documents of <c>compare</c> and <c>agree</c>, which leave out what was not asked for.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgreeDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(ConventionDocument))]
internal sealed partial class ComparingJson : JsonSerializerContext;
