using Giqa.Training.Risa;

namespace Giqa.Tests.Training.Risa;

public sealed class ElbowRuleTests
{
    private static readonly long[] Iterations = [0, 100, 200, 300, 400, 500, 1000, 2000];

    [Fact]
    public void Find_SteepThenFlat_IsTheCorner() =>
        Assert.Equal(2, ElbowRule.Find(Iterations, [100, 60, 20, 19, 18, 17, 16, 15]));

    [Fact]
    public void Find_FallingExponential_IsWhereItsSlopeIsTheChords()
    {
        var iterations = Enumerable.Range(0, 101).Select(i => (long)i).ToArray();
        double[] distances = [.. iterations.Select(x => Math.Exp(-x / 10.0))];
        var expected = (int)Math.Round(10 * Math.Log(100 / (10 * (1 - Math.Exp(-10)))));
        Assert.Equal(expected, ElbowRule.Find(iterations, distances));
    }

    [Theory]
    [InlineData(new double[] { 80, 70, 60, 50, 40, 30, -20, -120 })]
    [InlineData(new double[] { 5, 5, 5, 5, 5, 5, 5, 5 })]
    [InlineData(new double[] { 0, 10, 20, 30, 40, 50, 100, 200 })]
    public void Find_NothingBelowTheChord_IsTheLast(double[] distances) =>
        Assert.Equal(Iterations.Length - 1, ElbowRule.Find(Iterations, distances));

    [Fact]
    public void Find_OtherUnitsOfBothAxes_IsTheSame()
    {
        double[] distances = [300, 120, 50, 40, 39, 38, 30, 29];
        Assert.Equal(
            ElbowRule.Find(Iterations, distances),
            ElbowRule.Find([.. Iterations.Select(x => (7 * x) + 3)], [.. distances.Select(y => (.001 * y) + 2)]));
    }

    [Fact]
    public void Find_OnePoint_IsThatPoint() => Assert.Equal(0, ElbowRule.Find([7], [3]));

    [Theory]
    [InlineData(new long[0], new double[0])]
    [InlineData(new long[] { 1, 2 }, new double[] { 1 })]
    [InlineData(new long[] { 2, 1 }, new double[] { 1, 1 })]
    [InlineData(new long[] { 1, 2 }, new[] { 1, double.NaN })]
    public void Find_SenselessCurve_IsRefused(long[] iterations, double[] distances) =>
        Assert.Throws<GiqaException>(() => ElbowRule.Find(iterations, distances));

    [Fact]
    public void ToSvg_MarksTheElbow()
    {
        var curve = new ElbowCurve("a<b", Iterations, [100, 60, 20, 19, 18, 17, 16, 15], 2, false);
        var picture = System.Xml.Linq.XDocument.Parse(curve.ToSvg());
        Assert.Contains("elbow at 200", picture.Root!.Value, StringComparison.Ordinal);
        Assert.Equal(9, curve.ToCsv().Trim().Split('\n').Length);
        Assert.Contains("\n200,20,", curve.ToCsv(), StringComparison.Ordinal);
    }
}
