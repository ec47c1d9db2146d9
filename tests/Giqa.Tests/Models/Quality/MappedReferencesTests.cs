using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class MappedReferencesTests
{
    private static readonly FeatureSet Reals = RealImages.Draw(900, 48, 1);
    private static readonly FeatureMatrix Unseen = RealImages.Draw(300, 48, 2).Matrix;

    [Theory]
    [InlineData(FitMethod.Knn, NeighbourVariant.Paper, 1)]
    [InlineData(FitMethod.Knn, NeighbourVariant.Paper, 400)]
    [InlineData(FitMethod.Knn, NeighbourVariant.Official, 3)]
    [InlineData(FitMethod.Gmm, NeighbourVariant.Paper, 1)]
    public void Load_Mapped_GivesTheSameBits(FitMethod method, NeighbourVariant variant, int neighbours)
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, new() { Method = method, Variant = variant, Neighbours = neighbours, Components = 2 }).Save(folder.File("m.giqa"));

        var read = ModelFile.Load(folder.File("m.giqa"), long.MaxValue);
        var mapped = ModelFile.Load(folder.File("m.giqa"), 0);

        Assert.Equal(read.Score(Unseen), mapped.Score(Unseen));
        Assert.Equal(read.FindNearest(Unseen, 5).Indices, mapped.FindNearest(Unseen, 5).Indices);
        mapped.Save(folder.File("again.giqa"));
        Assert.Equal(File.ReadAllBytes(folder.File("m.giqa")), File.ReadAllBytes(folder.File("again.giqa")));
    }

    [Fact]
    public void Score_FileReplacedMeanwhile_StillUsesTheReferencesThatWereLoaded()
    {
        using var folder = new TemporaryFolder();
        var model = QualityModel.Fit(Reals, new() { Method = FitMethod.Knn });
        model.Save(folder.File("m.giqa"));
        var mapped = ModelFile.Load(folder.File("m.giqa"), 0);

        QualityModel.Fit(RealImages.Draw(100, 48, 9), new() { Method = FitMethod.Knn }).Save(folder.File("m.giqa"));

        Assert.Equal(model.Score(Unseen), mapped.Score(Unseen));
    }

    [Fact]
    public void Load_DamagedReferences_IsRefused()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, new() { Method = FitMethod.Knn }).Save(folder.File("m.giqa"));
        var bytes = File.ReadAllBytes(folder.File("m.giqa"));
        bytes[^5000] ^= 1;
        File.WriteAllBytes(folder.File("m.giqa"), bytes);

        Assert.Contains("hash", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.File("m.giqa"), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyModels_LetsTheirMemoryGo()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, new() { Method = FitMethod.Knn }).Save(folder.File("m.giqa"));

        for (var i = 0; i < 50; i++)
        {
            _ = ModelFile.Load(folder.File("m.giqa"), 0).Score(Unseen);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(File.ReadLines("/proc/self/maps").Count(line => line.EndsWith("m.giqa", StringComparison.Ordinal)), 0, 5);
    }
}
