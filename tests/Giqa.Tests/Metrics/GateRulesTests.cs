using System.Text;
using Giqa.Metrics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Metrics;

public sealed class GateRulesTests
{
    [Fact]
    public void Default_WrittenAndRead_IsTheSame()
    {
        var json = GateRules.Default.ToJson();

        Assert.Equal(json, Read(json).ToJson());
        Assert.Equal(GateRules.Default.Worst, Read(json).Worst);
        Assert.Equal(GateRules.Default.Metrics, Read(json).Metrics);
        Assert.Equal(GateRules.Default.Classes, Read(json).Classes);
    }

    [Fact]
    public void Default_InTheDocumentation_IsTheSame()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "gate.md"));
        var block = page.Split("```json\n")[1].Split("```")[0];

        Assert.Equal(GateRules.Default.ToJson(), Read(block).ToJson());
    }

    [Fact]
    public void Read_EveryKey_HasItsMeaning()
    {
        var rules = Read("""
            {"undecided": "fail", "metrics": {"fid": {"relative_margin": 0.1, "undecided": "stop"}}, "classes": {"least_images": 30, "metrics": {"density": {"margin": 0.2}}},
             "images": {"worst": {"share": 0.02, "margin": 0.03}, "broken": {"more": 2}, "copies": {"most": 0}}}
            """);

        Assert.Equal(GateOutcome.Fail, rules.Undecided);
        Assert.Equal(new GateRule("fid", .1) { IsRelative = true, Undecided = GateOutcome.Undecided }, Assert.Single(rules.Metrics));
        Assert.Equal(new GateRule("density", .2), Assert.Single(rules.Classes));
        Assert.Equal((30, new GateTailRule(.02, .03), 2, 0.0), (rules.LeastInClass, rules.Worst, rules.MoreBroken, rules.MostCopies));
        Assert.Equal(ComparisonMetrics.Frechet | ComparisonMetrics.DensityCoverage | ComparisonMetrics.QualityScore, rules.Needed);
    }

    [Theory]
    [InlineData("{\"metric\": {}}", "g.json has an unknown key 'metric'; allowed are undecided, metrics, classes, images")]
    [InlineData("{\"metrics\": {\"qz\": {\"margin\": 1}}}", "g.json: metrics has an unknown key 'qz'; allowed are qs, ds, fid, kid, precision, recall, density, coverage")]
    [InlineData("{\"metrics\": {\"qs\": {\"margn\": 1}}}", "g.json: metrics.qs has an unknown key 'margn'; allowed are margin, relative_margin, undecided")]
    [InlineData("{\"metrics\": {\"qs\": {}}}", "g.json: metrics.qs needs a margin or a relative_margin")]
    [InlineData("{\"metrics\": {\"qs\": {\"margin\": 1, \"relative_margin\": 1}}}", "keep one of them")]
    [InlineData("{\"metrics\": {\"qs\": {\"margin\": 0}}}", "g.json: metrics.qs.margin is 0, but must be a number from 1E-09 to")]
    [InlineData("{\"metrics\": {\"qs\": {\"margin\": \"5%\"}}}", "g.json: metrics.qs.margin is \"5%\", but must be a number")]
    [InlineData("{\"metrics\": {\"qs\": 0.5}}", "g.json: metrics.qs is 0.5, but must be an object in braces")]
    [InlineData("{\"metrics\": []}", "g.json: metrics is [], but must be an object in braces")]
    [InlineData("{\"undecided\": \"ignore\"}", "g.json: undecided is \"ignore\", but must be one of stop, pass, fail")]
    [InlineData("{\"classes\": {\"least_images\": 5}}", "g.json: classes.least_images is 5, but must be a whole number of at least 6")]
    [InlineData("{\"classes\": {\"metrics\": {\"ds\": {\"margin\": 1}}}}", "allowed are qs, precision, density")]
    [InlineData("{\"images\": {\"worst\": {\"share\": 0.5, \"margin\": 0.1}}}", "images.worst.share is 0.5, but must be a number from 1E-06 to 0.05")]
    [InlineData("{\"images\": {\"worst\": {\"share\": 0.01}}}", "g.json: images.worst needs a margin")]
    [InlineData("{\"images\": {\"broken\": {\"more\": 1.5}}}", "images.broken.more is 1.5, but must be a whole number of at least 0")]
    [InlineData("{}", "g.json contains no rules, so everything would pass")]
    [InlineData("{\"metrics\": {\"qs\": {\"margin\": 1}, \"qs\": {\"margin\": 2}}}", "g.json is not JSON: ")]
    [InlineData("{\"metrics\": {", "g.json is not JSON: ")]
    [InlineData("[1]", "g.json is [1], but must be an object in braces")]
    public void Read_WhatIsNoRule_IsRefusedInOneLine(string json, string message)
    {
        var fault = Assert.Throws<GiqaException>(() => Read(json));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static GateRules Read(string json) => GateRulesJson.Read(Encoding.UTF8.GetBytes(json), "g.json");
}
