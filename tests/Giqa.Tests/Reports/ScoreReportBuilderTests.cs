using System.Globalization;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Tests.Support;
using Giqa.Web;
using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class ScoreReportBuilderTests
{
    private const int Reals = 300;
    private const int Columns = 4;

    private static readonly FeatureSet RealFeatures = Set("real", Values(1, Reals, 1));

    [Fact]
    public void Build_WorstImages_HaveTheirNearestRealsAndTheirPictures()
    {
        var (scores, features) = Scored(Values(2, 60, 2));
        using var reals = Pictures("real", Reals);
        using var source = Pictures("fake", 60);

        var report = ScoreReportBuilder.Build(scores, source, Model(), Options(features) with { Reals = reals, GallerySize = 5 });

        Assert.Equal(5, report.Selection.Worst.Count);
        Assert.Equal(report.Selection.Worst.Order(), report.Nearest.Keys.Order());
        foreach (var (image, nearest) in report.Nearest)
        {
            var expected = Enumerable.Range(0, Reals).Select(row => (Row: row, Distance: Distance(features.Matrix.Row(image), RealFeatures.Matrix.Row(row)))).OrderBy(pair => pair.Distance).Take(3).ToArray();
            Assert.Equal(expected.Select(pair => $"real/{pair.Row}"), nearest.Select(real => real.Name));
            Assert.Equal(expected[0].Distance, nearest[0].Distance, 5);
            Assert.All(nearest, real => Assert.NotNull(real.Thumbnail));
        }
    }

    [Fact]
    public async Task Build_WithMaps_DrawsThemOverEveryShownImage()
    {
        var (scores, features) = Scored(Values(2, 60, 2));
        using var reals = Pictures("real", 60);
        using var source = Pictures("fake", 60);
        using var mapper = new QualityMapper(MapModel.Fit(reals));
        var options = Options(features) with { GallerySize = 5, Maps = mapper };

        var report = ScoreReportBuilder.Build(scores, source, Model(), options);
        using var page = new MemoryStream();
        await ScoreReportWriter.WriteAsync(report, page);
        using var plain = new MemoryStream();
        await ScoreReportWriter.WriteAsync(ScoreReportBuilder.Build(scores, source, Model(), options with { Maps = null }), plain);

        var text = System.Text.Encoding.UTF8.GetString(page.ToArray());
        Assert.Equal(report.Selection.All.Concat(report.Gallery!.Entries).Distinct().Order(), report.Maps.Keys.Order());
        Assert.True(text.Split("<svg xmlns='http://www.w3.org/2000/svg' class='map'").Length > report.Selection.All.Count() + report.Gallery.Entries.Count);
        Assert.Contains("id=\"all-maps-0\"", text, StringComparison.Ordinal);
        Assert.Contains("Show where images are bad", text, StringComparison.Ordinal);
        Assert.Contains(", worst place 0.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"show-maps\"", System.Text.Encoding.UTF8.GetString(plain.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_CopiesOfReals_AreFoundAndOthersAreNot()
    {
        var values = Values(2, 60, 1);
        RealFeatures.Matrix.Row(17).CopyTo(values.AsSpan(7 * Columns));
        RealFeatures.Matrix.Row(30).CopyTo(values.AsSpan(9 * Columns));
        values[9 * Columns] += .001f;
        var (scores, features) = Scored(values);

        var report = ScoreReportBuilder.Build(scores, null, Model(), Options(features));

        Assert.Equal([7, 9], report.NearCopies!.Take(2).Select(copy => copy.Entry));
        Assert.Equal("real/17", report.NearCopies![0].Original.Name);
        Assert.Equal(0, report.NearCopies[0].Original.Distance);
        Assert.True(report.Entries[7].Memorised);
        Assert.Equal(report.TypicalDistance * .4, report.NearCopyDistance);
        Assert.All(report.NearCopies, copy => Assert.True(copy.Original.Distance <= report.NearCopyDistance));
        Assert.InRange(report.NearCopies.Count, 2, 20);
    }

    [Fact]
    public void Build_ImagesMadeAgainAndAgain_AreGroups()
    {
        var values = Values(2, 60, 1);
        foreach (var copy in new[] { 21, 33, 48 })
        {
            values.AsSpan(5 * Columns, Columns).CopyTo(values.AsSpan(copy * Columns));
        }

        var (scores, features) = Scored(values);

        var report = ScoreReportBuilder.Build(scores, null, Model(), Options(features));

        Assert.Superset(new HashSet<int> { 5, 21, 33, 48 }, report.Duplicates![0].Entries.ToHashSet());
        Assert.Equal(0, report.Duplicates[0].Distance);
        Assert.Null(ScoreReportBuilder.Build(scores, null, Model(), Options(features) with { CopyChecks = 0 }).Duplicates);
    }

    [Fact]
    public void Build_WithImages_HasAllOfThemInTheGalleryBestFirst()
    {
        var (scores, features) = Scored(Values(2, 60, 1));
        using var source = Pictures("fake", 60);

        var gallery = ScoreReportBuilder.Build(scores, source, null, Options(features)).Gallery!;

        Assert.Equal(Enumerable.Range(0, 60).OrderByDescending(i => scores[i].Quality), gallery.Entries);
        Assert.All(gallery.Thumbnails, Assert.NotNull);
        Assert.Null(ScoreReportBuilder.Build(scores, source, null, Options(features) with { GalleryBytes = 0 }).Gallery);
        Assert.Null(ScoreReportBuilder.Build(scores, null, null, Options(features)).Gallery);
    }

    [Fact]
    public void Build_FewerCopyChecksThanImages_ComparesTheBestAndSaysHowMany()
    {
        var (scores, features) = Scored(Values(2, 60, 1));

        var report = ScoreReportBuilder.Build(scores, null, Model(), Options(features) with { CopyChecks = 10 });

        var best = Enumerable.Range(0, 60).OrderByDescending(i => scores[i].Score).Take(10);
        Assert.Equal(10, report.NearCopyChecks);
        Assert.All(report.NearCopies!, copy => Assert.Contains(copy.Entry, best));
        Assert.Null(ScoreReportBuilder.Build(scores, null, Model(), Options(features) with { CopyChecks = 0 }).NearCopies);
    }

    [Fact]
    public void Build_SourcesInTheModel_ShowsTheRealsFromThere()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < Reals; i++)
        {
            File.WriteAllBytes(folder.File($"{i:000}.png"), ImageEncoder.EncodePng(MemorySource.Flat(4, 4, (byte)i)));
        }

        var names = Set(i => $"{i:000}.png", Values(1, Reals, 1));
        var model = QualityModel.Fit(names, Plain() with { Sources = [folder.Path] });
        var (scores, features) = Scored(Values(2, 20, 2));

        var there = ScoreReportBuilder.Build(scores, null, model, Options(features));
        Directory.Delete(folder.Path, recursive: true);
        var gone = ScoreReportBuilder.Build(scores, null, model, Options(features));
        _ = Directory.CreateDirectory(folder.Path);

        var real = there.Nearest.Values.First()[0];
        var expected = ImageEncoder.EncodePng(MemorySource.Flat(4, 4, (byte)int.Parse(real.Name[..3], CultureInfo.InvariantCulture)));
        Assert.Equal(expected, real.Thumbnail);
        Assert.All(gone.Nearest.Values.SelectMany(reals => reals), match => Assert.Equal((null, "its file is no longer there"), (match.Thumbnail, match.Missing)));
        Assert.Equal(there.Nearest.Values.First()[0].Name, gone.Nearest.Values.First()[0].Name);
    }

    [Fact]
    public void Build_Thumbnails_KeepTinyImagesAndShrinkLargeOnes()
    {
        var (scores, features) = Scored(Values(2, 3, 1));
        var tiny = MemorySource.Flat(20, 10, 77);
        using var source = new MemorySource(("fake/0", tiny), ("fake/1", MemorySource.Flat(900, 300, 120)), ("fake/2", null));

        var report = ScoreReportBuilder.Build(scores, source, Model(), Options(features));

        Assert.Equal(ImageEncoder.EncodePng(tiny), report.Thumbnail(0));
        var large = ImageDecoder.Decode(report.Thumbnail(1), new DecodeOptions());
        Assert.Equal((256, 85), (large.Width, large.Height));
        Assert.Equal([0xFF, 0xD8], report.Thumbnail(1)![..2]);
        Assert.Null(report.Thumbnail(2));
    }

    [Fact]
    public void Build_WithoutFeatures_LooksForNoNeighbours()
    {
        var (scores, _) = Scored(Values(2, 20, 1));

        var report = ScoreReportBuilder.Build(scores, null, Model(), new ScoreReportOptions { Title = "t" });

        Assert.Empty(report.Nearest);
        Assert.Null(report.NearCopies);
        Assert.Null(report.TypicalDistance);
    }

    [Fact]
    public void Build_SkippedImages_StayInTheirPlaces()
    {
        var items = Enumerable.Range(0, 5).Select(i => new FeatureItem($"fake/{i}", i == 1 ? ImageFault.Truncated : null, i == 1 ? "cut short" : null)).ToArray();
        var features = new FeatureSet(new FeatureMatrix(4, Columns, Values(2, 4, 1)), items, null, null);
        var scores = Model().ScoreImages([.. features.Images(0, features.Items.Count)], 0);

        var report = ScoreReportBuilder.Build(scores, null, Model(), Options(features));

        Assert.Equal(("fake/1", "truncated", "cut short"), (report.Entries[1].Name, report.Entries[1].Status, report.Entries[1].Detail));
        Assert.Null(ScoreReportOptions.FeaturesOf(features)(1));
        Assert.Equal(features.Matrix.Row(1).ToArray(), ScoreReportOptions.FeaturesOf(features)(2));
    }

    [Fact]
    public void Build_Provenance_NamesTheModelAndTheCallersFactsFirst()
    {
        var (scores, features) = Scored(Values(2, 20, 1));

        var report = ScoreReportBuilder.Build(scores, null, Model(), Options(features) with { Facts = [new ReportFact("Command", "giqa score")], Warnings = ["mind"] });

        Assert.Equal(new ReportFact("Command", "giqa score"), report.Provenance[0]);
        Assert.Contains(report.Provenance, fact => fact.Value.Contains("GMM-GIQA: mixture of 2 Gaussians, full covariance", StringComparison.Ordinal));
        Assert.Contains(report.Provenance, fact => fact.Value.Contains("300 fitted, 300 calibrated on", StringComparison.Ordinal));
        Assert.Contains("mind", report.Warnings);
        Assert.NotEmpty(report.HeldOutScores);
    }

    [Fact]
    public void Build_OtherCountOfImages_IsRefused()
    {
        var (scores, features) = Scored(Values(2, 20, 1));
        using var source = Pictures("fake", 19);

        var error = Assert.Throws<ArgumentException>(() => ScoreReportBuilder.Build(scores, source, Model(), Options(features)));
        Assert.StartsWith("there are 20 scores for 19 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Cancelled_Stops()
    {
        var (scores, features) = Scored(Values(2, 20, 1));
        using var source = Pictures("fake", 20);

        _ = Assert.ThrowsAny<OperationCanceledException>(() => ScoreReportBuilder.Build(scores, source, Model(), Options(features), new CancellationToken(canceled: true)));
    }

    private static FitOptions Plain() => new() { Components = 2, SquareRoots = false, Standardize = false, PcaRate = 0, Seed = 3 };

    private static QualityModel Model() => QualityModel.Fit(RealFeatures, Plain());

    private static ScoreReportOptions Options(FeatureSet features) => new() { Title = "t", Features = ScoreReportOptions.FeaturesOf(features) };

    private static (IReadOnlyList<ImageScore> Scores, FeatureSet Features) Scored(float[] values)
    {
        var features = Set("fake", values);
        return (Model().ScoreImages([.. features.Images(0, features.Items.Count)], 0), features);
    }

    private static FeatureSet Set(string folder, float[] values) => Set(i => $"{folder}/{i}", values);

    private static FeatureSet Set(Func<int, string> name, float[] values)
    {
        var rows = values.Length / Columns;
        return new FeatureSet(new FeatureMatrix(rows, Columns, values), [.. Enumerable.Range(0, rows).Select(i => new FeatureItem(name(i)))], null, null);
    }

    private static float[] Values(int seed, int rows, float spread)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * Columns).Select(_ => spread * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
    }

    private static MemorySource Pictures(string folder, int count) =>
        new([.. Enumerable.Range(0, count).Select(i => ($"{folder}/{i}", (RgbImage?)MemorySource.Flat(8, 8, (byte)i)))]);

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }
}
