using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class PcaResidualTests
{
    private static readonly FeatureSet Reals = RealImages.Draw(600, 40, 1);
    private static readonly FeatureMatrix Unseen = RealImages.Draw(50, 40, 2).Matrix;
    private static readonly FitOptions Options = new() { Components = 2, PcaRate = .8, SquareRoots = false };

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Sgm)]
    public void Score_WithResidual_AddsTheGaussianOfWhatPcaDrops(FitMethod method)
    {
        var without = QualityModel.Fit(Reals, Options with { Method = method, PcaResidual = false });
        var with = QualityModel.Fit(Reals, Options with { Method = method, PcaResidual = true });
        var components = with.Chain.Components!;
        var standardized = with.Chain.Standardization!.Transform(Unseen);
        var variance = (components.TotalVariance - components.ExplainedVariance.ToArray().Sum()) / (40 - components.Count);
        var expected = without.Score(Unseen);
        for (var row = 0; row < expected.Length; row++)
        {
            var residual = standardized.Row(row).ToArray().Select((value, i) => value - components.Mean[i]).ToArray();
            for (var k = 0; k < components.Count; k++)
            {
                var direction = components.Components.Slice(k * 40, 40).ToArray();
                var along = residual.Zip(direction, (x, y) => x * y).Sum();
                residual = [.. residual.Select((value, i) => value - (along * direction[i]))];
            }

            expected[row] += residual.Sum(value => (-.5 * Math.Log(2 * Math.PI * variance)) - (value * value / (2 * variance)))
                + (components.Count * .5 * Math.Log(2 * Math.PI * variance));
        }

        NumericFixtures.AssertClose(expected, with.Score(Unseen), 1e-9);
    }

    [Fact]
    public void Score_DamageAlongWhatPcaDrops_IsSeenByTheResidualAlone()
    {
        var with = QualityModel.Fit(Reals, Options);
        var without = QualityModel.Fit(Reals, Options with { PcaResidual = false });
        var components = PrincipalComponents.Fit(with.Chain.Standardization!.Transform(Reals.Matrix), 1);
        var last = components.Components.Slice(39 * 40, 40);
        var values = (float[])Unseen.Values.Clone();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += (float)(3 * last[i % 40] * with.Chain.Standardization!.Scale[i % 40]);
        }

        var damaged = new FeatureMatrix(50, 40, values);

        Assert.True(with.Score(damaged).Average() < with.Score(Unseen).Average() - 10);
        Assert.True(without.Score(damaged).Average() > without.Score(Unseen).Average() - 1);
    }

    [Fact]
    public void Fit_Default_FollowsTheBackboneAndTheMethod()
    {
        Assert.True(QualityModel.Fit(Reals, Options).Options.PcaResidual);
        Assert.False(QualityModel.Fit(RealImages.Draw(600, 40, 1, "inception-fid"), Options).Options.PcaResidual);
        Assert.False(QualityModel.Fit(Reals, Options with { Method = FitMethod.Knn, PcaResidual = true }).Options.PcaResidual);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fit_NothingDropped_HasNoResidual(double rate)
    {
        var model = QualityModel.Fit(Reals, Options with { PcaRate = rate });

        Assert.Null(model.Chain.Residual);
        Assert.Equal(QualityModel.Fit(Reals, Options with { PcaRate = rate, PcaResidual = false }).Score(Unseen), model.Score(Unseen));
    }

    [Fact]
    public void Save_ThenLoad_KeepsTheScores()
    {
        using var folder = new TemporaryFolder();
        var model = QualityModel.Fit(Reals, Options);
        model.Save(folder.File("m.giqa"));

        Assert.Equal(model.Score(Unseen), QualityModel.Load(folder.File("m.giqa")).Score(Unseen));
    }
}
