using Giqa.Metrics.Pairs;

namespace Giqa.Tests.Metrics.Pairs;

public sealed class KeptValuesTests
{
    [Fact]
    public void Take_SeveralUses_MakesEachOnceAndLetsItGo()
    {
        var made = new List<int>();
        int[] uses = [3, 5, 3, -1, 5, 5];
        var values = new KeptValues<string>(
            number =>
            {
                made.Add(number);
                return $"value {number}";
            },
            uses);

        var kept = uses.Where(number => number >= 0).Select(number => (values.Take(number), values.Count)).ToArray();

        Assert.Equal([3, 5], made);
        Assert.Equal([("value 3", 1), ("value 5", 2), ("value 3", 1), ("value 5", 1), ("value 5", 0)], kept);
    }
}
