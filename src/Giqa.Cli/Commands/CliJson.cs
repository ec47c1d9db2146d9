using System.Text.Json.Serialization;
using Giqa.Cli.Demo;
using Giqa.Cli.Doctor;
using Giqa.Cli.Generating;
using Giqa.Cli.Preferring;
using Giqa.Cli.Risa;
using Giqa.Cli.Scorers;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary>The JSON documents that verbs print.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BackboneList))]
[JsonSerializable(typeof(CalibrateSummary))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ExtractReport))]
[JsonSerializable(typeof(FeatureCacheInfo))]
[JsonSerializable(typeof(FitSummary))]
[JsonSerializable(typeof(GanListReport))]
[JsonSerializable(typeof(GanTrainReport))]
[JsonSerializable(typeof(LabelExportDocument))]
[JsonSerializable(typeof(LabelPlanDocument))]
[JsonSerializable(typeof(ModelFacts))]
[JsonSerializable(typeof(PickReport))]
[JsonSerializable(typeof(PreferSummary))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(ScoreDocument))]
[JsonSerializable(typeof(ScorerExportReport))]
[JsonSerializable(typeof(StyleTrainReport))]
[JsonSerializable(typeof(TrainRisaReport))]
[JsonSerializable(typeof(TrainSummary))]
[JsonSerializable(typeof(IReadOnlyList<VerifyResult>))]
internal sealed partial class CliJson : JsonSerializerContext;
