using System.IO.Compression;
using Giqa.Cli;
using Giqa.Features;
using Giqa.Scores;
using Giqa.Tests.Features;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>The verbs on images, as processes of their own.</summary>
public sealed class ImageVerbTests(ImageVerbFixture fixture) : IClassFixture<ImageVerbFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_FolderWithOddFiles_ListsThemAndEndsWithThree()
    {
        ImageVerbFixture.WriteImages(In("images"), 4);
        var odd = OddFiles.Write(In("images"));

        var run = await RunAsync("score", "images", "--model", fixture.Model, "--out", "s.csv", "--max-file-size", "200000");

        Assert.Equal(ExitCode.Skipped, run.Code);
        var scores = ScoreFile.Read(In("s.csv"));
        Assert.Equal(4 + odd.Count, scores.Count);
        Assert.Equal(4, scores.Count(score => score.IsScored));
        Assert.All(odd, file => Assert.Equal(file.Value, scores.Single(score => score.Image == file.Key).Status));
        Assert.Contains($"{odd.Count} of {4 + odd.Count} inputs were skipped", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_Map_WritesAMapOfEveryImageAndReplacesNothing()
    {
        ImageVerbFixture.WriteImages(In("images"), 3);
        File.WriteAllText(In("images/broken.png"), "no image");

        var run = await RunAsync("score", "images", "--model", fixture.Model, "--real", ImageVerbFixture.Reals, "--out", "s.csv", "--map", "maps");
        var again = await RunAsync("score", "images", "--model", fixture.Model, "--real", ImageVerbFixture.Reals, "--out", "s.csv", "--map", "maps");

        var inFile = await RunAsync("score", "images", "--model", fixture.Model, "--real", ImageVerbFixture.Reals, "--out", "s.csv", "--map", "s.csv/maps");
        Assert.Equal(ExitCode.Failed, inFile.Code);
        Assert.Contains("no file can be made in", inFile.Error, StringComparison.Ordinal);
        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(8, Directory.GetFiles(In("maps")).Length);
        var rows = File.ReadAllLines(In("maps/images.csv")).Select(line => line.Split(',')).ToArray();
        Assert.Equal(["image", "quality", "place", "both", "map", "overlay"], rows[0]);
        var numbers = rows[1][1..4].Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(("0000.png", 4), (rows[1][0], rows.Length));
        Assert.Equal(ScoreFile.Read(In("s.csv"))[0].Quality, numbers[0]);
        Assert.Equal(numbers[0] * numbers[1], numbers[2]);
        Assert.Equal("image,x,y,width,height,quality", File.ReadAllLines(In("maps/regions.csv"))[0]);
        Assert.True(File.Exists(In("maps/00001-0000.png.map.png")) && File.Exists(In("maps/00003-0002.png.overlay.png")));
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("name a new one, so that nothing is replaced", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_MapOfAModelWithMaps_NeedsNoRealsAndGoesOnAfterAKill()
    {
        ImageVerbFixture.WriteImages(In("images"), 80);
        var fit = await RunAsync("fit", ImageVerbFixture.Reals, "--method", "knn", "--maps", "--out", "maps.giqa");
        Assert.True(fit.Code == ExitCode.Done, fit.Error);
        string[] score = ["score", "images", "--model", "maps.giqa", "--out", "s.csv", "--map"];
        using (var killed = GiqaProcess.Start(_folder.Path, [.. score, "killed"]))
        {
            while (!killed.HasEnded && !(Directory.Exists(In("killed")) && Directory.EnumerateFiles(In("killed"), "*.map.png").Any()))
            {
                await Task.Delay(2);
            }

            await killed.SignalAsync("KILL");
            _ = await killed.EndAsync();
        }

        var others = await RunAsync("score", "images/0001.png", "--model", "maps.giqa", "--out", "s.csv", "--map", "killed");
        var resumed = await RunAsync([.. score, "killed"]);
        var whole = await RunAsync([.. score, "whole"]);
        var show = await RunAsync("models", "show", "maps.giqa", "--json");

        Assert.Equal(ExitCode.Usage, others.Code);
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.True(whole.Code == ExitCode.Done, whole.Error);
        Assert.Equal(Files("whole"), Files("killed"));
        Assert.Equal(162, Files("whole").Length);
        Assert.All(Files("whole"), file => Assert.Equal(File.ReadAllBytes(In($"whole/{file}")), File.ReadAllBytes(In($"killed/{file}"))));
        Assert.Contains("\"map_images\": 60", show.Out, StringComparison.Ordinal);

        string?[] Files(string folder) => [.. Directory.GetFiles(In(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Score_Images_KeepsNothingButTheFeatureCache()
    {
        ImageVerbFixture.WriteImages(In("images"), 2);

        _ = await RunAsync("score", "images", "--model", fixture.Model, "--out", "s.csv");

        Assert.Equal(["giqa"], Directory.GetFileSystemEntries(In("xdg-cache")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Score_AgainAndWithoutCache_GivesTheSameBytes()
    {
        ImageVerbFixture.WriteImages(In("images"), 6);

        _ = await RunAsync("score", "images", "--model", fixture.Model, "--out", "first.csv", "--threads", "2");
        _ = await RunAsync("score", "images", "--model", fixture.Model, "--out", "second.csv");
        _ = await RunAsync("score", "images", "--model", fixture.Model, "--out", "third.csv", "--no-cache", "--threads", "1");

        Assert.Equal(File.ReadAllBytes(In("first.csv")), File.ReadAllBytes(In("second.csv")));
        Assert.Equal(File.ReadAllBytes(In("first.csv")), File.ReadAllBytes(In("third.csv")));
    }

    [Fact]
    public async Task Score_Report_WritesOnePage()
    {
        ImageVerbFixture.WriteImages(In("images"), 4);

        var run = await RunAsync("score", "images", "--model", fixture.Model, "--out", "s.csv", "--report", "pages/r.html");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("0003.png", File.ReadAllText(In("pages/r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithTheModel_ShowsRealImagesAsTheScoringRunDid()
    {
        ImageVerbFixture.WriteImages(In("images"), 4);
        _ = await RunAsync("score", "images", "--model", fixture.Model, "--out", "s.csv");

        var plain = await RunAsync("report", "s.csv", "--images", "images", "--out", "plain.html");
        var full = await RunAsync("report", "s.csv", "--images", "images", "--model", fixture.Model, "--out", "full.html");

        Assert.True((plain.Code, full.Code) == (ExitCode.Done, ExitCode.Done), plain.Error + full.Error);
        Assert.Contains("nearest to them are not shown", File.ReadAllText(In("plain.html")), StringComparison.Ordinal);
        Assert.DoesNotContain("were not checked", File.ReadAllText(In("full.html")), StringComparison.Ordinal);
        Assert.Contains("aria-label=\"nearest real images\"", File.ReadAllText(In("full.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--copy-to")]
    [InlineData("--link-to")]
    [InlineData("--move-to")]
    public async Task Pick_IntoAFolder_BringsTheBest(string how)
    {
        ImageVerbFixture.WriteImages(In("images"), 4);

        var run = await RunAsync("pick", "images", "--model", fixture.Model, "--count", "2", how, "best");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var names = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(names.Order(), Directory.GetFiles(In("best")).Select(file => Path.GetFileName(file)).Order());
        Assert.Equal(how == "--move-to" ? 2 : 4, Directory.GetFiles(In("images")).Length);
        Assert.All(names, name => Assert.Equal(how == "--link-to", new FileInfo(In($"best/{name}")).LinkTarget is not null));
    }

    [Fact]
    public async Task Pick_MoveOutOfAnArchive_IsRefusedBeforeScoring()
    {
        ImageVerbFixture.WriteImages(In("images"), 2);
        ZipFile.CreateFromDirectory(In("images"), In("images.zip"));

        var refused = await RunAsync("pick", "images.zip", "--model", fixture.Model, "--count", "1", "--move-to", "best");
        var dry = await RunAsync("pick", "images.zip", "--model", fixture.Model, "--count", "1", "--copy-to", "best", "--dry-run");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("is not a separate file to move", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, dry.Code);
        Assert.False(Directory.Exists(In("best")));
    }

    [Fact]
    public async Task Compare_Folders_MeasuresSetsAndClasses()
    {
        foreach (var (folder, from) in (List<(string, int)>)[("real/x", 0), ("real/y", 12), ("a/x", 24), ("a/y", 36), ("b/x", 48), ("b/y", 60)])
        {
            ImageVerbFixture.WriteImages(In(folder), 12, from);
        }

        var run = await RunAsync("compare", "a", "b/", "--real", "real", "--method", "knn", "--report", "r.html", "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        using var document = System.Text.Json.JsonDocument.Parse(run.Out);
        var results = document.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["a", "b/"], results.Select(result => result.GetProperty("input").GetString()!));
        Assert.All(results, result => Assert.Equal(24, result.GetProperty("counts").GetProperty("generated").GetInt32()));
        Assert.All(results, result => Assert.Equal(["x", "y"], result.GetProperty("folders").EnumerateArray().Select(folder => folder.GetProperty("folder").GetString()!)));
        Assert.All(results, result => Assert.InRange(result.GetProperty("metrics").GetProperty("qs").GetDouble(), 0, 1));
        Assert.Equal("mobilenet-low", document.RootElement.GetProperty("settings").GetProperty("backbone").GetString());
        Assert.Equal("default", document.RootElement.GetProperty("settings").GetProperty("preset").GetString());
        Assert.Contains("<h2 id=\"folders-title\">", File.ReadAllText(In("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_AllConventions_SaysWhereTheGapsComeFromAndThatNoneIsFid()
    {
        ImageVerbFixture.WriteImages(In("real"), 8);
        ImageVerbFixture.WriteImages(In("a"), 8, 8);

        var run = await RunAsync("compare", "a", "--real", "real", "--all-conventions", "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        using var document = System.Text.Json.JsonDocument.Parse(run.Out);
        var rows = document.RootElement.GetProperty("conventions").EnumerateArray().ToDictionary(row => row.GetProperty("convention").GetString()!);
        double Fid(string name) => rows[name].GetProperty("results")[0].GetProperty("fid").GetDouble();
        string[] Causes(string name) => [.. rows[name].GetProperty("causes").EnumerateArray().Select(cause => cause.GetString()!)];
        Assert.Equal(["pytorch-fid", "clean-fid", "tf", "torchmetrics", "giqa-official", "stylegan"], rows.Keys);
        Assert.False(document.RootElement.GetProperty("is_fid_network").GetBoolean());
        Assert.Contains("cannot be compared with any published FID", run.Error, StringComparison.Ordinal);
        Assert.Equal((Fid("pytorch-fid"), 0), (Fid("giqa-official"), Causes("giqa-official").Length));
        Assert.StartsWith("resize: antialiased bicubic", Assert.Single(Causes("clean-fid")), StringComparison.Ordinal);
        Assert.NotEqual(Fid("pytorch-fid"), Fid("clean-fid"));
        Assert.Equal(["resize", "covariance"], Causes("stylegan").Select(cause => cause.Split(':')[0]));
        Assert.True(Fid("stylegan") < Fid("tf"));
    }

    [Fact]
    public async Task Models_ImportedNetwork_IsListedSoundAndExtracts()
    {
        ImageVerbFixture.WriteImages(In("images"), 3);
        File.WriteAllBytes(In("net.onnx"), SmallBackbone.Model());

        var imported = await RunAsync("models", "import", "net.onnx", "--name", "tiny", "--size", "32", "--output", "features");
        var listed = await RunAsync("models", "list", "--json");
        var verified = await RunAsync("models", "verify", "tiny");
        var extracted = await RunAsync("extract", "images", "--backbone", "tiny", "--out", "f.safetensors");

        Assert.True(imported.Code == ExitCode.Done, imported.Error);
        Assert.Contains("\"tiny\"", listed.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, "tiny: sound"), (verified.Code, verified.Out.Trim()));
        Assert.True(extracted.Code == ExitCode.Done, extracted.Error);
        Assert.Equal((3, SmallBackbone.FeatureCount), (FeatureSet.Load(In("f.safetensors")).Matrix.Rows, FeatureSet.Load(In("f.safetensors")).Matrix.Columns));
    }

    [Fact]
    public async Task Cache_AfterExtractionAndClear_IsCounted()
    {
        ImageVerbFixture.WriteImages(In("images"), 3);
        _ = await RunAsync("extract", "images", "--out", "f.safetensors");

        var full = await RunAsync("cache", "info");
        var cleared = await RunAsync("cache", "clear", "--quiet");
        var empty = await RunAsync("cache", "info");

        Assert.Contains(": 3 feature vectors", full.Out, StringComparison.Ordinal);
        Assert.Equal(new CliRun(ExitCode.Done, string.Empty, string.Empty), cleared);
        Assert.Contains(": 0 feature vectors", empty.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ModelFittedWithDecodeSwitches_TakesThemFromTheModel()
    {
        ImageVerbFixture.WriteImages(In("reals"), 12);
        ImageVerbFixture.WriteImages(In("images"), 2, 12);
        _ = await RunAsync("extract", "reals", "--drop-alpha", "--ignore-orientation", "--out", "reals.safetensors");
        var fitted = await RunAsync("fit", "reals.safetensors", "--method", "knn", "--out", "dropped.giqa");

        var scored = await RunAsync("score", "images", "--model", "dropped.giqa");
        var picked = await RunAsync("pick", "images", "--model", "dropped.giqa", "--count", "1", "--drop-alpha");
        var refused = await RunAsync("score", "images", "--model", fixture.Model, "--drop-alpha");
        var exported = await RunAsync("models", "export", "dropped.giqa", "--out", "dropped.onnx");

        Assert.True(fitted.Code == ExitCode.Done, fitted.Error);
        Assert.True(scored.Code == ExitCode.Done, scored.Error);
        Assert.True(picked.Code == ExitCode.Done, picked.Error);
        Assert.True(exported.Code == ExitCode.Done, exported.Error);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("--drop-alpha contradicts the model", refused.Error, StringComparison.Ordinal);
        using var scorer = ImageScorer.Load(In("dropped.giqa"));
        Assert.Equal(new DecodeHabits(Giqa.Images.AlphaMode.Drop, false), DecodeHabits.Of(scorer.Backbone.Preprocessing));
    }

    [Fact]
    public async Task Extract_PresetOfAnotherBackbone_IsRefused()
    {
        ImageVerbFixture.WriteImages(In("images"), 1);

        var run = await RunAsync("extract", "images", "--preset", "tf", "--out", "f.safetensors");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("the other presets are for inception-fid", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_GiqaHome_HoldsTheCache()
    {
        ImageVerbFixture.WriteImages(In("images"), 1);
        using var process = GiqaProcess.Start(_folder.Path, In("home"), ["extract", "images", "--out", "f.safetensors"]);

        var run = await process.EndAsync();

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.True(File.Exists(In("home/cache/features.sqlite")));
        Assert.False(Directory.Exists(In("xdg-cache")));
        Assert.Equal("default", FeatureSet.Load(In("f.safetensors")).Preset);
    }

    [Fact]
    public async Task Demo_Small_SaysThatGeneratorsImproveAndWritesEverything()
    {
        var run = await RunAsync("demo", "--reals", "600", "--images", "60", "--held-out", "40", "--method", "knn", "--json", "--quiet");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        using var document = System.Text.Json.JsonDocument.Parse(run.Out);
        foreach (var generator in (string[])["dcgan", "stylegan"])
        {
            var snapshots = document.RootElement.GetProperty("snapshots").EnumerateArray().Where(snapshot => snapshot.GetProperty("generator").GetString() == generator).ToList();
            Assert.True(snapshots[^1].GetProperty("quality_score").GetDouble() > snapshots[0].GetProperty("quality_score").GetDouble());
            Assert.True(snapshots[^1].GetProperty("diversity_score").GetDouble() > snapshots[0].GetProperty("diversity_score").GetDouble());
        }

        Assert.All(document.RootElement.GetProperty("order").EnumerateArray(), order => Assert.InRange(order.GetProperty("in_order").GetDouble(), .7, 1));
        Assert.True(File.Exists(In("demo/report.html")));
        var samples = Directory.GetFiles(In("demo/generated"), "*.png", SearchOption.AllDirectories).Length;
        Assert.Equal(60 * document.RootElement.GetProperty("snapshots").GetArrayLength(), samples);
        Assert.Equal(samples / 10, Directory.GetFiles(In("demo/picked"), "*.png", SearchOption.AllDirectories).Length);
        var emoji = document.RootElement.GetProperty("emoji");
        double[] quality = [.. emoji.GetProperty("sets").EnumerateArray().Select(set => set.GetProperty("quality_score").GetDouble())];
        double[] worst = [.. emoji.GetProperty("sets").EnumerateArray().Select(set => set.GetProperty("worst_place").GetDouble())];
        Assert.InRange(quality[0], .35, .65);
        Assert.True(quality[1] < quality[0] / 4 && worst[2] < worst[0] / 4);
        Assert.InRange(emoji.GetProperty("worst_place_in_damage").GetDouble(), .75, 1);
        Assert.Contains("id=\"show-maps\"", await File.ReadAllTextAsync(In("demo/emoji/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_FontWithoutPictures_IsRefused()
    {
        await File.WriteAllTextAsync(In("font.ttf"), "no font");

        var run = await RunAsync("demo", "--reals", "100", "--images", "50", "--held-out", "20", "--method", "sgm", "--quiet", "--emoji", "font.ttf");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("font.ttf holds 0 pictures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_Interrupted_EndsWith130AndLeavesNoFile()
    {
        // So many that it is not done before the machine gets round to the signal.
        ImageVerbFixture.WriteImages(In("images"), 2000);
        using var process = GiqaProcess.Start(_folder.Path, "score", "images", "--model", fixture.Model, "--out", "out/s.csv", "--threads", "1");
        await WaitForCacheAsync();

        await process.SignalAsync("TERM");
        var run = await process.EndAsync();

        Assert.Equal((ExitCode.Cancelled, string.Empty), (run.Code, run.Out));
        Assert.False(Directory.Exists(In("out")));
    }

    [Fact]
    public async Task Score_KilledAndStartedAgain_GivesTheSameBytes()
    {
        ImageVerbFixture.WriteImages(In("images"), 150);
        var whole = await RunAsync("score", "images", "--model", fixture.Model, "--out", "whole.csv", "--no-cache");
        using (var process = GiqaProcess.Start(_folder.Path, "score", "images", "--model", fixture.Model, "--out", "s.csv"))
        {
            await WaitForCacheAsync();
            await process.SignalAsync("KILL");
            _ = await process.EndAsync();
        }

        var resumed = await RunAsync("score", "images", "--model", fixture.Model, "--out", "s.csv");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (whole.Code, resumed.Code));
        Assert.Equal(File.ReadAllBytes(In("whole.csv")), File.ReadAllBytes(In("s.csv")));
    }

    private string In(string name) => _folder.File(name);

    private Task<CliRun> RunAsync(params string[] arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);

    /// <summary>Waits until the run has made its cache: it is then busy with images.</summary>
    private Task WaitForCacheAsync() => Eventually.HoldsAsync(() => Task.FromResult(File.Exists(In("xdg-cache/giqa/features.sqlite"))), "the cache is there");
}
