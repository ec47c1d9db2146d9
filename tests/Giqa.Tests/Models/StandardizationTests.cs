using Giqa.Features;
using Giqa.Models;

namespace Giqa.Tests.Models;

public class StandardizationTests
{
    [Fact]
    public void Fit_GivesMeanAndPopulationDeviation()
    {
        var fitted = Standardization.Fit(new FeatureMatrix(4, 2, [1, 10, 2, 10, 3, 10, 6, 10]));

        Assert.Equal([3, 10], fitted.Mean);
        Assert.Equal(Math.Sqrt(3.5), fitted.Scale[0], 1e-15);
        Assert.Equal(1, fitted.Scale[1]);
    }

    [Fact]
    public void Transform_OfTheFittedRows_HasMeanZeroAndDeviationOne()
    {
        var real = NumericFixtures.Features("real");

        var again = Standardization.Fit(Standardization.Fit(real).Transform(real));

        Assert.All(again.Mean, mean => Assert.Equal(0, mean, 1e-6));
        Assert.All(again.Scale, scale => Assert.Equal(1, scale, 1e-6));
    }

    [Fact]
    public void Fit_OfNoRows_IsRefused() =>
        Assert.Throws<GiqaException>(() => Standardization.Fit(new FeatureMatrix(0, 2, [])));

    [Fact]
    public void Fit_OfInfinity_NamesTheFeature()
    {
        var fault = Assert.Throws<GiqaException>(
            () => Standardization.Fit(new FeatureMatrix(2, 2, [1, 2, 3, float.PositiveInfinity])));

        Assert.Contains("feature 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WithScaleZero_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Standardization([0], [0]));

    [Fact]
    public void Transform_OfOtherWidth_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Standardization([0, 0], [1, 1]).Transform(new FeatureMatrix(1, 3, [1, 2, 3])));
}
