using System.Text.Json.Serialization;

namespace Giqa.Cli.Runs;

/// <summary>What stands in the folder of a run, and what is told of it.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(int[][]))]
[JsonSerializable(typeof(Dictionary<string, Cluster>))]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(ScorePlan))]
internal sealed partial class RunsJson : JsonSerializerContext;
