using System.Text.Json;
using Giqa.Features;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Metrics;

/// <summary>Whatever is made in pieces by others comes to the bits of one process.</summary>
public sealed class PieceWorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Comparison_ByPieces_IsThatOfOneProcess()
    {
        var (real, generated) = (Draw(1700, 24, 1, 0), Draw(1300, 24, 2, .1f));
        var runner = new PieceRunner(_folder.Path);
        var options = new ComparisonOptions { Extrapolate = true, Kernel = new KidOptions { Subsets = 40, SubsetSize = 300 } };
        var one = Comparison.Run(SetOf(real), [new ComparisonInput("x", SetOf(generated))], options);
        var many = Comparison.Run(SetOf(runner.Share(real)), [new ComparisonInput("x", SetOf(runner.Share(generated)))], options);

        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(many));
        Assert.NotNull(one.Results[0].Figures.Precision);
        Assert.Equal(["fid-of-samples", "influences", "kid", "moments", "overlap", "radii"], runner.Kinds.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Sgm)]
    [InlineData(FitMethod.Knn)]
    public void Fit_ByPieces_IsThatOfOneProcess(FitMethod method)
    {
        var real = Draw(1500, 40, 3, 0);
        var runner = new PieceRunner(_folder.Path);
        var options = new FitOptions { Method = method, Components = 3, Chain = ChainKind.Own, Neighbours = 2, MostImages = 1200, TapLengths = method == FitMethod.Sgm ? [24, 16] : [] };
        QualityModel.Fit(SetOf(real), options).Save(_folder.File("one.giqa"));
        QualityModel.Fit(SetOf(runner.Share(real)), options).Save(_folder.File("many.giqa"));

        Assert.Equal(File.ReadAllBytes(_folder.File("one.giqa")), File.ReadAllBytes(_folder.File("many.giqa")));
        Assert.Contains(method == FitMethod.Knn ? "neighbours" : "moments", runner.Kinds);
    }

    [Fact]
    public void Radii_OfCopiesAndManyStretches_AreThoseOfOneProcess()
    {
        // Equal distances go by row number, whoever has found them first.
        var features = Draw(2100, 6, 4, 0);
        features.Values.AsSpan(0, 600).CopyTo(features.Values.AsSpan(6 * 1500));
        var runner = new PieceRunner(_folder.Path);
        var options = new PrdcOptions();
        var one = RealManifold.Create(features, options, CancellationToken.None);
        var many = RealManifold.Create(runner.Share(features), options, CancellationToken.None);
        Assert.Equal(one.Distances.SelectMany(row => row), many.Distances.SelectMany(row => row));
        Assert.Equal(["radii"], runner.Kinds);
    }

    [Fact]
    public void Features_ThatWereReplaced_AreRefused()
    {
        var runner = new PieceRunner(_folder.Path);
        var features = runner.Share(Draw(200, 8, 5, 0));
        features.Origin = features.Origin! with { Folder = runner.Place(features) };
        using var bytes = new MemoryStream();
        using (var writer = new PieceWriter(bytes))
        {
            new MomentWork(features).Write(writer);
        }

        File.SetLastWriteTimeUtc(FeaturePlan.PathIn(features.Origin.Folder!), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var reader = new PieceReader(new MemoryStream(bytes.ToArray()));
        Assert.Contains("is not what it was", Assert.Throws<GiqaException>(() => MomentWork.Read(reader)).Message, StringComparison.Ordinal);
    }

    private static FeatureSet SetOf(FeatureMatrix features) => new(features, [.. Enumerable.Range(0, features.Rows).Select(row => new FeatureItem($"{row}"))], null, null);

    private static FeatureMatrix Draw(int rows, int columns, ulong seed, float shift)
    {
        var random = new SeededRandom(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = shift + (float)(random.NextDouble() + random.NextDouble() + (.3 * (i % columns)) + (i / columns % 2));
        }

        return new FeatureMatrix(rows, columns, values);
    }
}
