using Giqa.Features;
using Giqa.Models;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class ModelFileTests
{
    private static readonly FeatureSet Reals = RealImages.Draw(600, 24, 1);
    private static readonly FeatureSet Unseen = RealImages.Draw(100, 24, 2);

    [Theory]
    [InlineData(FitMethod.Gmm, CovarianceKind.Full)]
    [InlineData(FitMethod.Gmm, CovarianceKind.Diagonal)]
    [InlineData(FitMethod.Gmm, CovarianceKind.Tied)]
    [InlineData(FitMethod.Gmm, CovarianceKind.Spherical)]
    [InlineData(FitMethod.Sgm, CovarianceKind.Full)]
    [InlineData(FitMethod.Knn, CovarianceKind.Full)]
    public void Save_ThenLoad_ScoresTheSame(FitMethod method, CovarianceKind covariance)
    {
        using var folder = new TemporaryFolder();
        var model = QualityModel.Fit(Reals, new() { Method = method, Covariance = covariance, Components = 2, Sources = ["a", "b.zip:0..5"] });
        model.Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        var (scores, again) = (model.Evaluate(Unseen.Matrix), loaded.Evaluate(Unseen.Matrix));
        Assert.Equal(scores.Values, again.Values);
        Assert.Equal(scores.Qualities, again.Qualities);
        Assert.Equal(scores.CopyOf, again.CopyOf);
        Assert.Equal(model.HeldOutScores, loaded.HeldOutScores);
        Assert.Equal(model.References.Names, loaded.References.Names);
        Assert.Equal(["a", "b.zip:0..5"], loaded.References.Sources);
        Assert.Equal((model.BackboneName, model.BackboneFingerprint, model.Software), (loaded.BackboneName, loaded.BackboneFingerprint, loaded.Software));
        Assert.Equal(model.Report.Counts, loaded.Report.Counts);
        Assert.Equal(model.Report.LogLikelihood, loaded.Report.LogLikelihood);
        Assert.Equal(model.Report.Warnings, loaded.Report.Warnings);
        Assert.Equal((model.Options.Method, model.Options.Seed, model.Options.PcaRate), (loaded.Options.Method, loaded.Options.Seed, loaded.Options.PcaRate));
        Assert.Equal(model.Options.Regularization, loaded.Options.Regularization);
    }

    [Fact]
    public void Save_SameInputAndSeed_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, new() { Components = 3, Seed = 4, Threads = 1 }).Save(folder.File("a.giqa"));
        QualityModel.Fit(Reals, new() { Components = 3, Seed = 4, Threads = 3 }).Save(folder.File("b.giqa"));
        QualityModel.Fit(Reals, new() { Components = 3, Seed = 5 }).Save(folder.File("c.giqa"));
        var bytes = File.ReadAllBytes(folder.File("a.giqa"));
        Assert.Equal(bytes, File.ReadAllBytes(folder.File("b.giqa")));
        Assert.NotEqual(bytes, File.ReadAllBytes(folder.File("c.giqa")));
    }

    [Fact]
    public void Load_AnyByteChanged_IsRefusedOrHarmless()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(RealImages.Draw(60, 4, 1), new() { Components = 1 }).Save(folder.File("m.giqa"));
        var sound = File.ReadAllBytes(folder.File("m.giqa"));
        var scores = QualityModel.Load(folder.File("m.giqa")).Score(RealImages.Draw(5, 4, 2).Matrix);
        for (var place = 0; place < sound.Length; place += 37)
        {
            var broken = (byte[])sound.Clone();
            broken[place] ^= 0x11;
            File.WriteAllBytes(folder.File("b.giqa"), broken);
            try
            {
                Assert.Equal(scores, QualityModel.Load(folder.File("b.giqa")).Score(RealImages.Draw(5, 4, 2).Matrix));
            }
            catch (ModelFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void Load_TruncatedFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, new() { Method = FitMethod.Knn }).Save(folder.File("m.giqa"));
        var sound = File.ReadAllBytes(folder.File("m.giqa"));
        foreach (var length in new[] { 0, 5, 100, sound.Length / 2, sound.Length - 1 })
        {
            File.WriteAllBytes(folder.File("b.giqa"), sound[..length]);
            Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("b.giqa")));
        }
    }

    [Fact]
    public void Load_ForeignFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Reals.Save(folder.File("f.safetensors"));
        Assert.Contains("not a model", Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("f.safetensors"))).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("t.giqa"), "hello, this is text and no model");
        Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("t.giqa")));
        Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("missing.giqa")));
    }

    [Fact]
    public void Load_NewerVersion_AsksForAnUpdate()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "giqa-model";
        writer.Metadata["version"] = "99";
        writer.Add("references", [1], new float[1]);
        AtomicFile.Write(folder.File("m.giqa"), writer.Write);
        Assert.Contains("update Giqa", Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("m.giqa"))).Message, StringComparison.Ordinal);
    }
}
