using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(.5, 3, "0.500")]
    [InlineData(0, 3, "0.000")]
    [InlineData(1, 3, "1.000")]
    [InlineData(.001, 3, "0.001")]
    [InlineData(7.7e-5, 3, "< 0.001")]
    [InlineData(7.7e-5, 4, "< 0.0001")]
    [InlineData(1.735e-17, 4, "< 0.0001")]
    [InlineData(.99995, 3, "> 0.999")]
    public void Unit_Value_IsRoundedOrBounded(double value, int digits, string text) => Assert.Equal(text, NumberText.Unit(value, digits));

    [Theory]
    [InlineData(.0004, "< .001")]
    [InlineData(.0123, "= .012")]
    [InlineData(1, "= 1.000")]
    public void Chance_Value_HasThreeDigits(double chance, string text) => Assert.Equal(text, NumberText.Chance(chance));

    [Theory]
    [InlineData(1.735e-17, .0383, "0.000")]
    [InlineData(-1e-9, .04, "0.000")]
    [InlineData(-.01234, .0383, "-0.012")]
    [InlineData(34.567, 12.3, "35")]
    [InlineData(34.567, 1.23, "34.6")]
    [InlineData(1234.5, 0, "1234.500")]
    [InlineData(.00000123, .0000001, "0.000001")]
    public void Beside_Value_HasTheDigitsOfTheSpread(double value, double spread, string text) => Assert.Equal(text, NumberText.Beside(value, spread));
}
