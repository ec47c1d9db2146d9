using Giqa.Training.Data;

namespace Giqa.Tests.Training.Data;

public sealed class ShuffledOrderTests
{
    [Fact]
    public void Next_OneEpoch_GivesEveryNumberOnce()
    {
        var order = new ShuffledOrder(10, 1);
        Assert.Equal(Enumerable.Range(0, 10), Enumerable.Range(0, 5).SelectMany(_ => order.Next(2)).Order());
        Assert.Equal(1, order.Epoch);
    }

    [Fact]
    public void Next_EpochsAndSeeds_AreOrderedDifferently()
    {
        var order = new ShuffledOrder(50, 1);
        var first = order.Next(50);
        Assert.NotEqual(first, order.Next(50));
        Assert.NotEqual(first, new ShuffledOrder(50, 2).Next(50));
        Assert.Equal(first, new ShuffledOrder(50, 1).Next(50));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(35)]
    public void Drawn_Set_GoesOnAsIfUnbroken(int place)
    {
        var unbroken = new ShuffledOrder(10, 7);
        _ = unbroken.Next(place);
        var resumed = new ShuffledOrder(10, 7) { Drawn = place };
        Assert.Equal(unbroken.Next(25), resumed.Next(25));
    }
}
