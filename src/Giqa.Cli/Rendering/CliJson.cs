using System.Text.Json.Serialization;
using Giqa.Cli.Doctor;

namespace Giqa.Cli.Rendering;

/// <summary>The JSON documents that verbs print.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class CliJson : JsonSerializerContext;
