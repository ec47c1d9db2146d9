using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Giqa.Cli;
using Giqa.Metrics;
using Giqa.Numerics;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>The gate as a program, on features of 300 images: good.npy and other.npy are of the reals' kind, bad.npy is not.</summary>
public sealed class GateCommandTests : IDisposable
{
    private const string Rules = "{\"metrics\": {\"qs\": {\"margin\": 0.1}, \"coverage\": {\"margin\": 0.2}}, \"images\": {\"broken\": {\"more\": 0}}}";

    private readonly TemporaryFolder _folder = new();
    private readonly string _real;
    private readonly string _good;
    private readonly string _other;
    private readonly string _bad;

    public GateCommandTests() => (_real, _good, _other, _bad) = (Make("real", 0, 1), Make("good", 0, 2), Make("other", 0, 3), Make("bad", 1, 4));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gate_WorseCandidate_EndsWithFourAndOneLineSaysWhy()
    {
        var run = await CliRun.Of("gate", _good, _bad, "--real", _real);

        Assert.Equal(ExitCode.Worse, run.Code);
        Assert.StartsWith("gate: FAIL: bad.npy is worse than good.npy in ", run.Out.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains("worse by more than the margin", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_BetterCandidate_EndsWithZero()
    {
        var run = await CliRun.Of("gate", _bad, _good, "--real", _real);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith("gate: pass: ", run.Out.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_EqualCandidate_DoesNotFail() =>
        Assert.NotEqual(ExitCode.Worse, (await CliRun.Of("gate", _good, _other, "--real", _real)).Code);

    [Theory]
    [InlineData(null, ExitCode.Undecided)]
    [InlineData("pass", ExitCode.Done)]
    [InlineData("fail", ExitCode.Worse)]
    public async Task Gate_TooFewImages_IsUndecidedAndEndsAsAsked(string? policy, int code)
    {
        File.WriteAllText(_folder.File("g.json"), "{\"metrics\": {\"qs\": {\"margin\": 0.01}}}");

        var run = await CliRun.Of(["gate", $"{_good}:0..20", $"{_good}:20..40", "--real", _real, "--rules", _folder.File("g.json"), .. policy is null ? Array.Empty<string>() : ["--undecided", policy]]);

        Assert.Equal(code, run.Code);
        Assert.Contains("too few images to tell", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_UnequalSets_IsUndecidedWithTheReason()
    {
        File.WriteAllText(_folder.File("g.json"), Rules);

        var run = await CliRun.Of("gate", $"{_good}:0..60", $"{_good}:60..160", "--real", _real, "--rules", _folder.File("g.json"));

        Assert.Equal(ExitCode.Undecided, run.Code);
        Assert.Contains("the figure depends on the number of images, and there are 60 and 100", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_Json_HasItsKeysAndIsABaselineForLaterOnes()
    {
        var run = await CliRun.Of("gate", _good, _bad, "--real", _real, "--json");
        var root = JsonDocument.Parse(run.Out).RootElement;

        Assert.Equal(["outcome", "exit_code", "summary", "baseline", "candidate", "checks", "worst_images", "broken_files", "comparison"], root.EnumerateObject().Select(key => key.Name));
        Assert.Equal(("fail", ExitCode.Worse), (root.GetProperty("outcome").GetString(), root.GetProperty("exit_code").GetInt32()));
        var check = root.GetProperty("checks")[0];
        Assert.Equal(["rule", "name", "outcome", "counts_as", "reason", "baseline", "candidate", "difference", "low", "high", "margin", "p_value"], check.EnumerateObject().Select(key => key.Name));
        Assert.Equal("metrics.qs", check.GetProperty("rule").GetString());
        Assert.NotEmpty(root.GetProperty("worst_images").EnumerateArray());

        File.WriteAllText(_folder.File("base.json"), run.Out);
        var same = await CliRun.Of("gate", _bad, "--baseline", _folder.File("base.json"), "--real", _real, "--json");
        var better = await CliRun.Of("gate", _good, "--baseline", _folder.File("base.json"), "--real", _real, "--json");

        Assert.All(JsonDocument.Parse(same.Out).RootElement.GetProperty("checks").EnumerateArray().Where(one => one.TryGetProperty("difference", out _)), one => Assert.Equal(0.0, one.GetProperty("difference").GetDouble(), 9));
        Assert.NotEqual(ExitCode.Worse, same.Code);
        Assert.NotEqual(ExitCode.Worse, better.Code);
    }

    [Fact]
    public async Task Gate_BaselineOfCompare_IsJudgedByStandardErrors()
    {
        File.WriteAllText(_folder.File("base.json"), (await CliRun.Of("compare", _good, "--real", _real, "--json")).Out);

        var run = await CliRun.Of("gate", _bad, "--baseline", _folder.File("base.json"), "--real", _real);

        Assert.Equal(ExitCode.Worse, run.Code);
        Assert.Contains("does not hold its lowest qualities", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_BaselineThatIsNoBaseline_IsRefusedInOneLine()
    {
        File.WriteAllText(_folder.File("two.json"), (await CliRun.Of("compare", _good, _bad, "--real", _real, "--metrics", "qs", "--json")).Out);
        File.WriteAllText(_folder.File("knn.json"), (await CliRun.Of("compare", _good, "--real", _real, "--metrics", "qs", "--method", "knn", "--json")).Out);
        File.WriteAllText(_folder.File("few.json"), (await CliRun.Of("compare", _good, "--real", $"{_real}:0..200", "--metrics", "qs", "--json")).Out);
        File.WriteAllText(_folder.File("x.json"), "{}");
        foreach (var (file, message) in new[]
        {
            ("two.json", "holds 2 sets, "),
            ("knn.json", "was measured with different settings (method knn then, gmm now"),
            ("few.json", "the baseline was measured against 200 images"),
            ("x.json", "is not the output of giqa compare --json"),
            ("missing.json", "missing.json"),
        })
        {
            var run = await CliRun.Of("gate", _bad, "--baseline", _folder.File(file), "--real", _real, "--quiet");

            Assert.Equal(ExitCode.Failed, run.Code);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Gate_JUnitAndMarkdown_AreWhatCiSystemsRead()
    {
        File.WriteAllText(_folder.File("g.json"), Rules);

        var run = await CliRun.Of("gate", _good, _bad, "--real", _real, "--rules", _folder.File("g.json"), "--junit", _folder.File("ci/g.xml"), "--markdown", _folder.File("ci/g.md"));

        Assert.Equal(ExitCode.Worse, run.Code);
        var suites = XDocument.Load(_folder.File("ci/g.xml")).Root!;
        var suite = Assert.Single(suites.Elements("testsuite"));
        var cases = suite.Elements("testcase").ToList();
        Assert.Equal("testsuites", suites.Name.LocalName);
        foreach (var element in (XElement[])[suites, suite])
        {
            Assert.Equal(("3", Count(cases, "failure"), "0", Count(cases, "skipped")), ((string?)element.Attribute("tests"), (string?)element.Attribute("failures"), (string?)element.Attribute("errors"), (string?)element.Attribute("skipped")));
        }

        Assert.Equal(["QS (metrics.qs)", "coverage (metrics.coverage)", "files without a usable image (images.broken)"], cases.Select(one => (string?)one.Attribute("name")));
        Assert.Equal(["giqa.metrics", "giqa.metrics", "giqa.images"], cases.Select(one => (string?)one.Attribute("classname")));
        Assert.Contains("worse by more than the margin", (string?)cases[0].Element("failure")!.Attribute("message"), StringComparison.Ordinal);
        var markdown = File.ReadAllLines(_folder.File("ci/g.md"));
        Assert.Equal("## Image quality: **FAIL**", markdown[0]);
        Assert.Contains("| check | change | difference | margin | result |", markdown);
        Assert.Contains(markdown, line => line.StartsWith("| QS | ", StringComparison.Ordinal) && line.Contains("fail: worse by more than the margin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gate_PrintedRules_AreTheDefaultOnes()
    {
        var run = await CliRun.Of("gate", "--print-rules");
        File.WriteAllText(_folder.File("g.json"), run.Out);

        Assert.Equal((ExitCode.Done, GateRules.Default.ToJson()), (run.Code, GateRules.Load(_folder.File("g.json")).ToJson()));
    }

    [Theory]
    [InlineData("a", "gate needs two INPUTs, the baseline and the candidate, or one and --baseline FILE; 1 given")]
    [InlineData("a b --baseline c.json --real r", "with --baseline, gate needs one INPUT, the candidate; 2 given")]
    [InlineData("a b", "gate needs --real INPUT")]
    [InlineData("a b --real r --undecided maybe", "--undecided maybe: must be one of stop, pass, fail")]
    public async Task Gate_BadUsage_EndsWithTwo(string arguments, string message)
    {
        var run = await CliRun.Of(["gate", .. arguments.Split(' ')]);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static string Count(List<XElement> cases, string name) => cases.Count(one => one.Element(name) is not null).ToString(CultureInfo.InvariantCulture);

    private string Make(string name, double noise, int seed)
    {
        const int Rows = 300;
        const int Dimensions = 8;
        var random = new SeededRandom((ulong)seed);
        var values = new float[Rows * Dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextGaussian() + (noise * random.NextGaussian()));
        }

        var path = _folder.File($"{name}.npy");
        using var stream = File.Create(path);
        Npy.Write<float>(stream, [Rows, Dimensions], values);
        return path;
    }
}
