using Giqa.Cli.Rendering;

namespace Giqa.Tests.Cli;

public sealed class ProgressLineTests
{
    [Fact]
    public void Report_AfterTenSeconds_ShowsShareRateAndTimeLeft()
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "extracting", clock);

        clock.Advance(TimeSpan.FromSeconds(10));
        line.Report(1000, 4000, "3 skipped");

        Assert.Equal("\rextracting  1,000 of 4,000  25 %  100/s  0:30 left  (3 skipped)", writer.ToString());
    }

    [Fact]
    public void Report_AfterAResume_TakesTheRateFromTheWorkAlone()
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "extracting", clock);

        clock.Advance(TimeSpan.FromSeconds(10));
        line.Report(1000, 2000, free: 900);

        Assert.Equal("\rextracting  1,000 of 2,000  50 %  10/s  1:40 left", writer.ToString());
    }

    [Fact]
    public void Report_AfterTheCachedPart_ForgetsTheTimeThatItTook()
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "x", clock);

        clock.Advance(TimeSpan.FromSeconds(30));
        line.Report(500, 600, free: 500);
        clock.Advance(TimeSpan.FromSeconds(5));
        line.Report(550, 600, free: 500);

        Assert.EndsWith("10/s  0:05 left", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_InTheFirstTwoSeconds_EstimatesNothing()
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "x", clock);
        clock.Advance(TimeSpan.FromSeconds(1));

        line.Report(1, 1000);

        Assert.DoesNotContain("left", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(79, "x  1,000 of 4,000  25 %  100/s  0:30 left  (of which 3 skipped)")]
    [InlineData(44, "x  1,000 of 4,000  25 %  100/s  0:30 left")]
    [InlineData(20, "x  1,000 of 4,000  2")]
    public void Report_InANarrowTerminal_StaysOneLine(int width, string drawn)
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "x", clock, width);
        clock.Advance(TimeSpan.FromSeconds(10));

        line.Report(1000, 4000, "of which 3 skipped");

        Assert.Equal($"\r{drawn}", writer.ToString());
    }

    [Fact]
    public void Report_TooSoonAfterTheLast_DrawsNothing()
    {
        using var writer = new StringWriter();
        var clock = new SteppedClock();
        using var line = new ProgressLine(writer, "x", clock);
        clock.Advance(TimeSpan.FromSeconds(1));
        line.Report(1, 10);
        var before = writer.ToString();

        clock.Advance(TimeSpan.FromMilliseconds(50));
        line.Report(2, 10);

        Assert.Equal(before, writer.ToString());
    }

    [Fact]
    public void Dispose_AfterADrawing_WipesTheLine()
    {
        using var writer = new StringWriter();
        var line = new ProgressLine(writer, "x", new SteppedClock());
        line.Report(0, 0);

        line.Dispose();

        Assert.Equal("\rx\r \r", writer.ToString());
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan span) => _ticks += span.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
