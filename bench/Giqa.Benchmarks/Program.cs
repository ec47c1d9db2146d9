using Giqa;
using Giqa.Benchmarks.Algebra;
using Giqa.Benchmarks.All;
using Giqa.Benchmarks.Calibrations;
using Giqa.Benchmarks.Degradations;
using Giqa.Benchmarks.Experiments;
using Giqa.Benchmarks.Features;
using Giqa.Benchmarks.Images;
using Giqa.Benchmarks.Maps;
using Giqa.Benchmarks.Metrics;
using Giqa.Benchmarks.Models;
using Giqa.Benchmarks.Neighbours;
using Giqa.Benchmarks.Opinions;
using Giqa.Benchmarks.Preferences;
using Giqa.Benchmarks.Progress;
using Giqa.Benchmarks.Scale;
using Giqa.Benchmarks.Simulation;
using Giqa.Benchmarks.Training;

// One subcommand per benchmark; each prints its Markdown table on stdout and its progress on stderr.
var benchmarks = new SortedDictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["algebra"] = AlgebraBenchmark.RunAsync,
    ["algebra-worker"] = AlgebraWorker.RunAsync,
    ["all"] = AllBenchmark.RunAsync,
    ["calibration"] = CalibrationBenchmark.RunAsync,
    ["degradations"] = DegradationBenchmark.RunAsync,
    ["features"] = FeatureBenchmark.RunAsync,
    ["features-worker"] = FeatureWorker.RunAsync,
    ["gate"] = GateSimulation.RunAsync,
    ["generators"] = GeneratorExperiment.RunTableAsync,
    ["images"] = ImageBenchmark.RunAsync,
    ["images-worker"] = ImageWorker.RunAsync,
    ["many-references"] = ManyReferencesBenchmark.RunAsync,
    ["many-references-worker"] = ManyReferencesWorker.RunAsync,
    ["many-rows"] = ManyRowsBenchmark.RunAsync,
    ["maps"] = MapBenchmark.RunAsync,
    ["metrics"] = MetricBenchmark.RunAsync,
    ["metrics-worker"] = MetricWorker.RunAsync,
    ["metrics-scale"] = MetricScaleBenchmark.RunAsync,
    ["metrics-scale-worker"] = MetricScaleWorker.RunAsync,
    ["models"] = ModelBenchmark.RunAsync,
    ["models-worker"] = ModelWorker.RunAsync,
    ["neighbours"] = NeighbourBenchmark.RunAsync,
    ["neighbours-worker"] = NeighbourWorker.RunAsync,
    ["ohem"] = GeneratorExperiment.RunOhemAsync,
    ["opinions"] = OpinionBenchmark.RunAsync,
    ["picker"] = GeneratorExperiment.RunPickerAsync,
    ["preferences"] = PreferenceBenchmark.RunAsync,
    ["program"] = ProgramBenchmark.RunAsync,
    ["progress"] = ProgressBenchmark.RunAsync,
    ["roofline"] = RooflineBenchmark.RunAsync,
    ["scorers"] = ScorerExperiment.RunTableAsync,
    ["sets"] = SetsBenchmark.RunAsync,
    ["sweeps"] = ScorerExperiment.RunSweepsAsync,
    ["tests"] = TestSimulation.RunAsync,
    ["training"] = TrainingBenchmark.RunAsync,
    ["training-worker"] = TrainingWorker.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    await Console.Error.WriteLineAsync($"usage: Giqa.Benchmarks {string.Join('|', benchmarks.Keys.Where(name => !name.EndsWith("-worker", StringComparison.Ordinal)))}");
    return 2;
}

try
{
    return await benchmark(args[1..]);
}
catch (Exception e) when (e is GiqaException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"{args[0]}: {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}
