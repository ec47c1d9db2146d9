using System.Text.Json;
using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models.Imported;

/// <summary>The official program's pickles: they score as scikit-learn scored with them, and none of them is run.</summary>
public sealed class ScikitMixtureTests : IDisposable
{
    private const int Dimensions = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, double[]> _expected = JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Fixture("expected.json")))!;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("full", CovarianceKind.Full)]
    [InlineData("tied", CovarianceKind.Tied)]
    [InlineData("diagonal", CovarianceKind.Diagonal)]
    [InlineData("spherical", CovarianceKind.Spherical)]
    [InlineData("early", CovarianceKind.Full)]
    public void Score_IsScikitLearns(string name, CovarianceKind kind)
    {
        var model = Saved(ScikitMixture.Open([Fixture($"{name}-pca.pkl"), Fixture($"{name}-gmm.pkl")]).Calibrate(Rows()));
        Assert.Equal(kind, model.Options.Covariance);
        AssertScores(_expected[name], model, 1e-12);
    }

    [Fact]
    public void Score_OfPicklesInFloat32_IsScikitLearnsWithinItsRounding()
    {
        var mixture = ScikitMixture.Open([Fixture("single-gmm.pkl"), Fixture("single-pca.pkl")]);
        Assert.Equal("1.2.1", mixture.Version);
        AssertScores(_expected["single"], mixture.Calibrate(Rows()), 1e-4);
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("turned")]
    public void Score_OfAMixtureAlone_IsScikitLearnsInAnyOrderOfBytes(string name) =>
        AssertScores(_expected[name], Saved(ScikitMixture.Open([Fixture($"{name}-gmm.pkl")]).Calibrate(Rows())), 1e-12);

    [Fact]
    public void Quality_OfTheRealsThatCalibrateIt_IsHalfOnAverage() =>
        Assert.Equal(.5, ScikitMixture.Open([Fixture("alone-gmm.pkl")]).Calibrate(Rows()).Qualities(Rows().Matrix).Average(), .02);

    [Theory]
    [InlineData("posix.system", "hostile-gmm.pkl")]
    [InlineData("pickle.dump", "joblib-gmm.pkl")]
    [InlineData("not fitted", "unfitted-gmm.pkl")]
    [InlineData("BayesianGaussianMixture", "bayesian-gmm.pkl")]
    [InlineData("no GaussianMixture", "full-pca.pkl")]
    [InlineData("both hold", "full-gmm.pkl", "tied-gmm.pkl")]
    [InlineData("different runs", "single-pca.pkl", "alone-gmm.pkl")]
    [InlineData("not a valid pickle", "expected.json")]
    [InlineData("missing.pkl", "missing.pkl")]
    public void Open_AnythingElse_IsRefusedInOneLine(string expected, params string[] files)
    {
        var message = Assert.Throws<ModelFileException>(() => ScikitMixture.Open([.. files.Select(Fixture)])).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(files[^1], message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.False(File.Exists("giqa-was-here"));
    }

    [Theory]
    [InlineData("full-gmm.pkl")]
    [InlineData("diagonal-gmm.pkl")]
    [InlineData("early-gmm.pkl")]
    public void Open_CutOrAlteredFile_ThrowsNothingElse(string file)
    {
        var whole = File.ReadAllBytes(Fixture(file));
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var bytes = round % 2 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            if (round % 2 == 1)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(_folder.File("m.pkl"), bytes);
            try
            {
                _ = ScikitMixture.Open([_folder.File("m.pkl")]);
            }
            catch (ModelFileException)
            {
                // Refused, as it should be; an altered digit may well pass.
            }
        }
    }

    [Fact]
    public void Calibrate_OtherFeatures_AreRefused() => Assert.Contains(
        "the imported model takes 12",
        Assert.Throws<GiqaException>(() => ScikitMixture.Open([Fixture("alone-gmm.pkl")]).Calibrate(Set(new FeatureMatrix(2, 2, new float[4])))).Message,
        StringComparison.Ordinal);

    private QualityModel Saved(QualityModel model)
    {
        model.Save(_folder.File("m.giqa"));
        return QualityModel.Load(_folder.File("m.giqa"));
    }

    private void AssertScores(double[] expected, QualityModel model, double tolerance)
    {
        var scores = model.Score(Rows().Matrix);
        Assert.Equal(expected.Length, scores.Length);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    private FeatureSet Rows() => Set(new FeatureMatrix(_expected["rows"].Length / Dimensions, Dimensions, Array.ConvertAll(_expected["rows"], value => (float)value)));

    private static FeatureSet Set(FeatureMatrix rows) => new(rows, [.. Enumerable.Range(0, rows.Rows).Select(row => new FeatureItem($"{row}"))], null, null);

    private static string Fixture(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "scikit", file);
}
