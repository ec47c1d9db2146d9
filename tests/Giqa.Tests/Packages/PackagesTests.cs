using System.Globalization;
using System.IO.Compression;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Packages;

/// <summary>What <c>eng/pack.sh</c> makes, and what a stranger gets of it.</summary>
[Collection(Builds)]
public sealed class PackagesTests(LocalFeed feed) : IClassFixture<LocalFeed>
{
    /// <summary>Tests that build share output folders, and so take turns.</summary>
    internal const string Builds = "builds";

    [Fact]
    public async Task Stranger_WithDotNetAlone_GetsTheSameDigits()
    {
        using var work = new TemporaryFolder();
        Directory.CreateDirectory(work.File("real"));
        Directory.CreateDirectory(work.File("images"));
        for (var i = 0; i < 60; i++)
        {
            File.WriteAllBytes(work.File($"real/{i:00}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(i)));
        }

        foreach (var name in (string[])["420.jpg", "progressive444.jpg", "cmyk.jpg", "rgb.png", "interlaced.png", "lossy.webp", "lossless-alpha.webp"])
        {
            File.Copy(Fixture.PathOf(Path.Combine("images", name)), work.File($"images/{name}"));
        }

        _ = Processes.Run("bash", [Repository.PathOf("tests", "Giqa.Tests", "Packages", "bare.sh"), feed.Folder, work.Path], work.Path);

        // Who may not make namespaces still has an empty cache and a feed of their own, but their libraries were in reach.
        Assert.True(File.ReadAllText(work.File("namespace")).Trim() is "hidden" || Environment.UserName != "root", "root could not hide the system's libraries");
        var here = await GiqaProcess.RunAsync(work.Path, "score", "images", "--model", "real.giqa", "--out", "here.csv", "--quiet");
        Assert.True(here.Code == 0, here.Error);
        Assert.Equal(File.ReadAllText(work.File("here.csv")), File.ReadAllText(work.File("tool.csv")));
        using var reader = new StreamReader(work.File("here.csv"));
        var rows = ScoreCsv.Read(reader, "here.csv").Select(row => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(row.Image)} {row.Score:R} {row.Quality:R}"));
        var app = File.ReadAllLines(work.File("app.txt"));
        Assert.Contains("OpenBLAS", app[0], StringComparison.Ordinal);
        Assert.Equal(rows.Order(StringComparer.Ordinal), app[1..].Order(StringComparer.Ordinal));
        AssertManaged(app, File.ReadAllLines(work.File("managed.txt")), isHidden: File.ReadAllText(work.File("namespace")).Trim() == "hidden");
        Assert.Matches("OpenBLAS [^}]*/tools/[^}]*libopenblas", File.ReadAllText(work.File("doctor.json")));
        Assert.Contains("<html", File.ReadAllText(work.File("report.html")), StringComparison.Ordinal);
        Assert.Contains("\"fid\"", File.ReadAllText(work.File("compare.json")), StringComparison.Ordinal);
        Assert.Contains("mobilenet", File.ReadAllText(work.File("served.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Giqa", "lib/net10.0/Giqa.dll", "lib/net10.0/Giqa.xml")]
    [InlineData("Giqa.AspNetCore", "lib/net10.0/Giqa.Web.dll", "lib/net10.0/Giqa.Web.xml")]
    [InlineData("Giqa.Parquet", "lib/net10.0/Giqa.Parquet.dll")]
    [InlineData("Giqa.S3", "lib/net10.0/Giqa.S3.dll")]
    [InlineData("Giqa.Training", "lib/net10.0/Giqa.Training.dll", "native/giqa_torch/giqa_torch.h")]
    [InlineData("Giqa.OpenBlas", "runtimes/linux-x64/native/libopenblas.so.0", "runtimes/linux-x64/native/libgfortran.so.5", "runtimes/linux-x64/native/libquadmath.so.0", "licenses/libopenblas0-pthread/copyright", "licenses/libgfortran5-libquadmath0/copyright", "licenses/GPL-3", "licenses/LGPL-2.1")]
    [InlineData("Giqa.Tool")]
    public void Package_OfEachKind_HoldsItsPapers(string id, params string[] files)
    {
        using var package = ZipFile.OpenRead(Directory.GetFiles(feed.Folder, $"{id}.0.*.nupkg").Single());

        var names = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.All([.. files, "README.md", "LICENSE", "THIRD-PARTY-NOTICES.txt"], file => Assert.Contains(file, names));
        Assert.DoesNotContain(names, name => name.StartsWith("content", StringComparison.Ordinal));
        Assert.True(id is "Giqa.Tool" or "Giqa.OpenBlas" || Directory.GetFiles(feed.Folder, $"{id}.0.*.snupkg").Length == 1, "the symbols are missing");
    }

    [Fact]
    public void Sizes_OfThePackages_StaySmall()
    {
        Assert.True(new FileInfo(Directory.GetFiles(feed.Folder, "Giqa.0.*.nupkg").Single()).Length < 21_000_000);
        Assert.True(new FileInfo(Directory.GetFiles(feed.Folder, "Giqa.OpenBlas.0.*.nupkg").Single()).Length < 15_000_000);
        Assert.All(Directory.GetFiles(feed.Folder, "Giqa.Tool.*.nupkg"), file => Assert.True(new FileInfo(file).Length < 60_000_000, file));
    }

    /// <summary>Without the packed OpenBLAS nothing but rounding changes; where the system's could not be hidden, it is used.</summary>
    private static void AssertManaged(string[] packed, string[] managed, bool isHidden)
    {
        Assert.True(!isHidden || managed[0].Contains("managed", StringComparison.Ordinal), managed[0]);
        foreach (var (first, second) in packed[1..].Order(StringComparer.Ordinal).Zip(managed[1..].Order(StringComparer.Ordinal)))
        {
            string[] expected = first.Split(' '), actual = second.Split(' ');
            Assert.Equal(expected[0], actual[0]);
            foreach (var i in (int[])[1, 2])
            {
                var value = double.Parse(expected[i], CultureInfo.InvariantCulture);
                Assert.Equal(value, double.Parse(actual[i], CultureInfo.InvariantCulture), 1e-9 * Math.Max(1, Math.Abs(value)));
            }
        }

        Assert.Equal(packed.Length, managed.Length);
    }
}
