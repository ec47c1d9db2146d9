using Giqa.Features.Inception;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics.Conventions;

public sealed class FidConventionTests
{
    [Fact]
    public void All_EveryPreset_IsThere() =>
        Assert.Equal(FidPreset.All.Select(preset => preset.Name).Append("stylegan"), FidConvention.All.Select(convention => convention.Name));

    [Theory]
    [InlineData("pytorch-fid")]
    [InlineData("giqa-official")]
    [InlineData("clean-fid", "resize: antialiased bicubic (not rounded) instead of aliased bilinear (half-pixel centres)", "scaling: black to white becomes -1..0.9922 instead of -1..1")]
    [InlineData("torchmetrics", "resize: antialiased bilinear instead of aliased bilinear (half-pixel centres)", "scaling: black to white becomes -1..0.9922 instead of -1..1")]
    [InlineData("stylegan", "resize: aliased bilinear (no half-pixel shift) instead of aliased bilinear (half-pixel centres)", "scaling: black to white becomes -1..0.9922 instead of -1..1", "covariance: over N instead of N - 1")]
    public void CausesAgainst_PytorchFid_NamesWhatDiffersAlone(string name, params string[] causes)
    {
        var (own, reference) = (Find(name), FidConvention.All[0]);

        Assert.Equal(causes, own.CausesAgainst(own.Preset.Preprocessing, reference, reference.Preset.Preprocessing));
    }

    [Fact]
    public void CausesAgainst_OtherDecodeHabits_NamesThem()
    {
        var convention = FidConvention.All[0];
        var own = convention.Preset.Preprocessing;

        var cause = Assert.Single(convention.CausesAgainst(own with { ApplyOrientation = true }, convention, own));

        Assert.Equal("decode: transparency dropped, EXIF orientation applied instead of transparency dropped, EXIF orientation ignored", cause);
    }

    [Fact]
    public void Measure_FrechetOfEveryConvention_TakesItsDivisor()
    {
        foreach (var convention in FidConvention.All)
        {
            var figures = convention.Measure(MetricFixtures.Real, MetricFixtures.Fake, withKernel: false, seed: 0);

            Assert.Equal(new ConventionFigures(FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake, convention.Divisor).Distance, null, null), figures);
        }
    }

    [Fact]
    public void Measure_KidOfFewImages_IsWhatEachToolGives()
    {
        ConventionFigures Of(string name) => Find(name).Measure(MetricFixtures.Real, MetricFixtures.Fake, withKernel: true, seed: 0);

        Assert.Null(Of("pytorch-fid").KidMean);
        Assert.Null(Of("tf").KidMean);
        Assert.True(Of("clean-fid") is { KidMean: not null, KidStd: null });
    }

    [Fact]
    public void Measure_TorchFidelitysKid_DrawsItsRows()
    {
        var (real, generated) = (Repeat(MetricFixtures.Real), Repeat(MetricFixtures.Fake));

        var figures = Find("tf").Measure(real, generated, withKernel: true, seed: 7);

        var expected = Kid.Compute(real, generated, new KidOptions { Seed = 2020, Convention = RandomConvention.NumpyLegacy });
        Assert.Equal((expected.Mean, expected.StandardDeviation), (figures.KidMean, figures.KidStd));
    }

    private static FidConvention Find(string name) => FidConvention.All.Single(convention => convention.Name == name);

    private static Giqa.Features.FeatureMatrix Repeat(Giqa.Features.FeatureMatrix features) =>
        new(4 * features.Rows, features.Columns, [.. features.Values, .. features.Values, .. features.Values, .. features.Values]);
}
