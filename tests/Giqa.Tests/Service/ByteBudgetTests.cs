using Giqa.Web.Service;

namespace Giqa.Tests.Service;

public sealed class ByteBudgetTests
{
    [Fact]
    public async Task Claim_BeyondWhatIsLeft_WaitsItsTurn()
    {
        var budget = new ByteBudget(100);
        var first = await budget.ClaimAsync(80, default);
        var second = budget.ClaimAsync(50, default);
        var third = budget.ClaimAsync(10, default);

        Assert.False(second.IsCompleted || third.IsCompleted);
        first.ShrinkTo(45);
        using var granted = await second;
        Assert.False(third.IsCompleted);
        first.Dispose();
        using var last = await third;
        Assert.Equal(60, budget.Held);
    }

    [Fact]
    public async Task Claim_GivenUpWhileWaiting_LetsTheNextOneIn()
    {
        var budget = new ByteBudget(100);
        using var first = await budget.ClaimAsync(80, default);
        using var stop = new CancellationTokenSource();
        var second = budget.ClaimAsync(50, stop.Token);
        var third = budget.ClaimAsync(20, default);

        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        using var last = await third;
        Assert.Equal(100, budget.Held);
    }

    [Fact]
    public async Task Work_WhereUploadsHoldEverything_GoesOnOneAtATime()
    {
        var budget = new ByteBudget(100);
        using var uploads = await budget.ClaimAsync(100, default);
        var next = budget.ClaimAsync(10, default);
        var first = await budget.ClaimWorkAsync(400, default);
        var second = budget.ClaimWorkAsync(50, default);

        Assert.Equal(200, budget.Held);
        Assert.False(second.IsCompleted || next.IsCompleted);
        first.Dispose();
        first.Dispose();
        using var granted = await second;
        Assert.Equal(150, budget.Held);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Claim_AboveTheWhole_IsGrantedAlone()
    {
        var budget = new ByteBudget(100);
        var large = await budget.ClaimAsync(500, default);
        var small = budget.ClaimAsync(1, default);

        Assert.False(small.IsCompleted);
        large.Dispose();
        large.Dispose();
        using var granted = await small;
        Assert.Equal(1, budget.Held);
    }
}
