using Giqa.Tests.Support;
using Giqa.Training.Generators;

namespace Giqa.Tests.Training.Generators;

public sealed class GeneratorRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhatWasCreated_RoundTrips()
    {
        var options = SmallTraining.Options(GeneratorKind.WganGp) with { LearningRate = 0.002, Condition = ConditionKind.Mask };
        var configuration = RunConfiguration.For(options, SmallTraining.Discs(options)) with { Inputs = ["/data/a:0..5"], Weighting = new OhemSettings("m.giqa", 0.2, 2, 4) };
        _ = GeneratorRun.Create(_folder.Path, configuration);
        var read = GeneratorRun.Open(_folder.Path).Configuration;
        Assert.Equal(configuration with { Options = read.Options, Inputs = read.Inputs }, read);
        Assert.Equal(configuration.Options with { Snapshots = read.Options.Snapshots }, read.Options);
        Assert.Equal("0,6,60", read.Options.Snapshots.ToString());
        Assert.Equal(["/data/a:0..5"], read.Inputs);
    }

    [Fact]
    public void Open_ConfigurationFromBeforeThereWereStages_IsRead()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        _ = GeneratorRun.Create(_folder.Path, RunConfiguration.For(options, SmallTraining.Discs(options)));
        var lines = File.ReadAllLines(_folder.File("config.json"));
        File.WriteAllLines(_folder.File("config.json"), lines.Where(line => !line.Contains("\"stage\"", StringComparison.Ordinal)));
        var read = GeneratorRun.Open(_folder.Path).Configuration.Options;
        Assert.Null(read.Stage);
        Assert.Equal(600, read.StageLength);
        Assert.Equal(options.Batch, read.Batch);
    }

    [Fact]
    public void Create_WhereARunIs_PointsToResume()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        var configuration = RunConfiguration.For(options, SmallTraining.Discs(options));
        _ = GeneratorRun.Create(_folder.Path, configuration);
        Assert.Contains("--resume", Assert.Throws<GiqaException>(() => GeneratorRun.Create(_folder.Path, configuration)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"shape\": 3}")]
    public void Open_DamagedConfiguration_SaysSoInOneLine(string json)
    {
        File.WriteAllText(_folder.File("config.json"), json);
        var message = Assert.Throws<GiqaException>(() => GeneratorRun.Open(_folder.Path)).Message;
        Assert.Contains("config.json", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_NoRun_SaysHowToStartOne() =>
        Assert.Contains("giqa gan train", Assert.Throws<GiqaException>(() => GeneratorRun.Open(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Weights_OfAnIterationThatWasNotKept_NamesThoseThatWere()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        var run = GeneratorRun.Create(_folder.Path, RunConfiguration.For(options, SmallTraining.Discs(options)));
        Assert.Contains("no weights yet", Assert.Throws<GiqaException>(() => run.Weights()).Message, StringComparison.Ordinal);
        new GeneratorWeights(run.Configuration.Shape, 100, [("a", [2], [1f, 2f])]).Save(run.WeightsPath(100));
        Assert.Contains("there are 100", Assert.Throws<GiqaException>(() => run.Weights(7)).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 2f], run.Weights().Tensor("a").Values);
        Assert.Contains("lacks the tensor 'project.weight'", Assert.Throws<ModelFileException>(() => GeneratorSampler.Open(run.Weights(), 1)).Message, StringComparison.Ordinal);
    }
}
