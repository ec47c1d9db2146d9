using Giqa.Training.Optimization;

namespace Giqa.Tests.Training.Optimization;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Constant_AnyStep_IsTheBaseRate() => Assert.Equal([0.1, 0.1], Rates(LearningRateSchedule.Constant, 0, 1_000_000));

    [Fact]
    public void Step_EveryTen_MultipliesAtTheTenth() =>
        Assert.Equal([0.1, 0.1, 0.05, 0.025], Rates(LearningRateSchedule.Step(10, 0.5), 0, 9, 10, 20));

    [Fact]
    public void Cosine_Halfway_IsHalfAndEndsAtTheFraction()
    {
        var rates = Rates(LearningRateSchedule.Cosine(100, 0.1), 0, 50, 100, 500);
        Assert.Equal(0.1, rates[0], 12);
        Assert.Equal(0.055, rates[1], 12);
        Assert.Equal(0.01, rates[2], 12);
        Assert.Equal(0.01, rates[3], 12);
    }

    [Fact]
    public void Linear_Halfway_IsHalf() => Assert.Equal([0.1, 0.05, 0, 0], Rates(LearningRateSchedule.Linear(10), 0, 5, 10, 11));

    [Fact]
    public void WithWarmUp_First_RisesThenFollows()
    {
        var schedule = LearningRateSchedule.Step(10, 0.5).WithWarmUp(4);
        Assert.Equal([0.025, 0.05, 0.1, 0.1, 0.05], Rates(schedule, 0, 1, 3, 13, 14));
    }

    private static double[] Rates(LearningRateSchedule schedule, params long[] steps) => [.. steps.Select(step => schedule.RateAt(0.1, step))];
}
