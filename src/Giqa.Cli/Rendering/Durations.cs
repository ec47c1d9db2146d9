namespace Giqa.Cli.Rendering;

/// <summary>Lengths of time as people read them.</summary>
internal static class Durations
{
    /// <summary>Minutes and seconds, and hours where there are any: <c>3:07</c>, <c>1:00:59</c>.</summary>
    public static string Text(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span.Minutes:D2}:{span.Seconds:D2}" : $"{span.Minutes}:{span.Seconds:D2}";
    }
}
