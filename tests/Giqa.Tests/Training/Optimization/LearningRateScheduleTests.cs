using Giqa.Training.Optimization;

namespace Giqa.Tests.Training.Optimization;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Cosine_Halfway_IsHalfAndEndsAtZero() =>
        Assert.All(
            ((long, double)[])[(0, 0.1), (50, 0.05), (100, 0), (500, 0)],
            point => Assert.Equal(point.Item2, LearningRateSchedule.Cosine(0.1, point.Item1, 100), 1e-12));
}
